import {stateOf} from '../../multipart/upload-state.js';
import type {ListedRow} from '../../operations/scan/list-rows.js';
import {terminalJson} from '../../terminal/json.js';
import {awsSummary, awsUpload, partsError} from '../base/output/aws-style.js';
import {schemaVersion} from '../base/output/document.js';
import {errorFields, whyFields} from '../base/output/error-fields.js';
import {UploadLines} from './json-lines.js';
import type {Scene, Sink} from './sink.js';

/** One upload as the AWS CLI prints it, and what its parts add up to where they were asked for. */
function element({bucket: only, parts, now, thresholds}: Scene, bucket: string, row: ListedRow) {
	const {upload, reading, failure} = row;
	const named = {...(only === undefined ? {Bucket: bucket} : {}), ...awsUpload(upload)};
	if (!parts) return named;
	return {
		...named,
		...(reading.kind === 'read'
			? awsSummary(upload, reading.summary, now(), thresholds)
			: {
					State: stateOf(upload, reading, now(), thresholds),
					PartsError: partsError(reading, failure),
					...(failure === undefined ? {} : {Error: errorFields(failure)}),
				}),
	};
}

/** A line for each upload. */
export function jsonLines(scene: Scene): Sink {
	const {run, bucket: only, parts} = scene;
	const lines = new UploadLines();
	return {
		rows(bucket, rows) {
			if (!parts) return run.write(lines.write(only === undefined ? {Bucket: bucket} : {}, rows));
			const texts = rows.map(row => `${terminalJson(element(scene, bucket, row))}\n`);
			return run.write(texts.join(''));
		},
		end: async () => {},
	};
}

const indent = ' '.repeat(4);

/** One document, written as its rows come: `{"Bucket": …, "Uploads": […]}`. */
export function jsonDocument(scene: Scene): Sink {
	const {run, bucket, prefix} = scene;
	const head = {
		schema_version: schemaVersion,
		Bucket: bucket,
		Prefix: prefix === '' ? undefined : prefix,
	};
	const lines = (value: unknown) => terminalJson(value, indent.length).split('\n');
	let begun = false;
	let empty = true;
	const errors: object[] = [];

	async function begin(): Promise<void> {
		if (begun) return;
		begun = true;
		// `{`, its fields, and what the closing brace makes way for.
		const fields = lines(head).slice(1, -1);
		await run.write(
			`{\n${fields.map((line, at) => (at === fields.length - 1 ? `${line},` : line)).join('\n')}${fields.length > 0 ? '\n' : ''}${indent}"Uploads": [`,
		);
	}

	return {
		async rows(bucket, rows) {
			await begin();
			const texts = rows.map(row => {
				const shown = lines(element(scene, bucket, row)).map(line => indent + indent + line);
				const comma = empty ? '' : ',';
				empty = false;
				return `${comma}\n${shown.join('\n')}`;
			});
			await run.write(texts.join(''));
		},
		fail(bucket, why) {
			errors.push({Bucket: bucket, ...whyFields(why)});
		},
		async end(isWhole) {
			await begin();
			const close = empty ? ']' : `\n${indent}]`;
			// Its fields, without the braces.
			const more = {
				...(isWhole ? {} : {IsTruncated: true}),
				...(errors.length > 0 ? {Errors: errors} : {}),
			};
			const fields = lines(more).slice(1, -1);
			await run.write(`${close}${fields.length > 0 ? `,\n${fields.join('\n')}` : ''}\n}\n`);
		},
	};
}
