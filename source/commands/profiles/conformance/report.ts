import type {Conformance} from '../../../operations/conformance/run.js';
import type {CheckResult, Evidence} from '../../../operations/conformance/types.js';
import type {Scratch} from '../../../s3/conformance/scratch-client.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {checkWords} from '../../../text/conformance/check-words.js';
import {leftWords, removalWords, unknownWords} from '../../../text/conformance/run-words.js';

declare const PARTWAY_VERSION: string | undefined;

/** What a report says. */
export type Reported = {
	readonly connection: string;
	readonly endpoint: string;
	readonly region: string;
	readonly scratch: Scratch;
	/** Milliseconds since the epoch. */
	readonly began: number;
	readonly requests: number;
	readonly service: {
		readonly id?: string;
		readonly name?: string;
		readonly version?: string | undefined;
		/** Its Server header. */
		readonly server?: string | undefined;
	};
	readonly result: Conformance;
};

type Result = Conformance['results'][number];

const partway = () => (typeof PARTWAY_VERSION === 'string' ? PARTWAY_VERSION : 'unbuilt');

/** As an operator hands it to a provider. */
export function reportText(reported: Reported): string {
	const {endpoint, region, scratch, began, requests, service, result} = reported;
	const {results, removal} = result;
	const {name, version, server} = service;
	const facts: ReadonlyArray<readonly [string, string]> = [
		['service', [name ?? 'not recognised', version].filter(Boolean).join(' ')],
		['Server', server ?? 'no such header'],
		['endpoint', endpoint],
		['region', region],
		['tried in', `s3://${scratch.bucket}/${scratch.prefix}`],
		['date', new Date(began).toISOString()],
		['by', `partway ${partway()}, ${requests} requests`],
		['result', countWords(results)],
		['removed', removalWords(removal)],
	];
	const order = ['differs', 'unknown', 'pass'] as const;
	const lines = [
		'How this service keeps what S3 documents of multipart uploads',
		'',
		...facts.map(([title, text]) => `${padEnd(title, 9)} ${escapeForTerminal(text)}`),
		...removal.left.map(each => `          ${escapeForTerminal(leftWords(each))}`),
		'',
		...order.flatMap(verdict => results.filter(each => each.verdict === verdict).flatMap(linesOf)),
	];
	return lines.map(line => `${line}\n`).join('');
}

function countWords(results: readonly Result[]): string {
	const count = (verdict: Result['verdict']) =>
		results.filter(each => each.verdict === verdict).length;
	return `${count('pass')} pass, ${count('differs')} differ, ${count('unknown')} unknown`;
}

function linesOf(result: Result): string[] {
	const {requirement, partway} = checkWords[result.id];
	const head = `${padEnd(result.verdict, 8)} ${padEnd(result.id, 21)} ${requirement}`;
	const detail = (title: string, text: string) =>
		`         ${padEnd(title, 9)} ${escapeForTerminal(text)}`;
	switch (result.verdict) {
		case 'pass':
			return [head];
		case 'unknown':
			return [head, detail('because', unknownWords(result.reason)), ...requestLines(result)];
		case 'differs':
			return [
				head,
				detail('S3', shown(result.want)),
				detail('here', shown(result.got)),
				...requestLines(result),
				detail('partway', partway),
			];
	}

	function requestLines({requests}: Exclude<CheckResult, {verdict: 'pass'}>): string[] {
		return lookedAt(requests).map(each => detail('request', evidenceWords(each)));
	}
}

/** Requests that only made what a check looks at tell nothing, unless there are no others. */
function lookedAt(requests: readonly Evidence[]): readonly Evidence[] {
	const isMaking = ({operation, status = 0}: Evidence) =>
		/^(?:Create|UploadPart|Put)/.test(operation) && status >= 200 && status < 300;
	const others = requests.filter(each => !isMaking(each));
	return others.length === 0 ? requests.slice(-1) : others;
}

function evidenceWords({operation, status, code, requestId}: Evidence): string {
	const answer = [status ?? 'no answer', code].filter(part => part !== undefined).join(' ');
	return `${operation} ${answer}${requestId === undefined ? '' : `, request id ${requestId}`}`;
}

function shown(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

const results = {pass: 'Pass', differs: 'Differs', unknown: 'Unknown'} as const;

/** In the style of the AWS CLI; what is not known is null. */
export function reportJson(reported: Reported): object {
	const {connection, endpoint, region, scratch, began, requests, service, result} = reported;
	const count = (verdict: Result['verdict']) =>
		result.results.filter(each => each.verdict === verdict).length;
	return {
		Connection: connection,
		Endpoint: endpoint,
		Region: region,
		Service: {
			ID: service.id ?? null,
			Name: service.name ?? null,
			Version: service.version ?? null,
			Server: service.server ?? null,
		},
		Bucket: scratch.bucket,
		Prefix: scratch.prefix,
		Date: new Date(began).toISOString(),
		Partway: partway(),
		Requests: requests,
		Summary: {Pass: count('pass'), Differs: count('differs'), Unknown: count('unknown')},
		Checks: result.results.map(each => ({
			ID: each.id,
			Requirement: checkWords[each.id].requirement,
			Result: results[each.verdict],
			...(each.verdict === 'differs' ? {Documented: each.want, Observed: each.got} : {}),
			...(each.verdict === 'unknown' ? {Reason: unknownWords(each.reason)} : {}),
			...(each.verdict === 'pass'
				? {}
				: {
						Partway: checkWords[each.id].partway,
						Requests: each.requests.map(({operation, status, code, requestId}) => ({
							Operation: operation,
							HTTPStatusCode: status ?? null,
							Code: code ?? null,
							RequestId: requestId ?? null,
						})),
					}),
		})),
		Removed: {Uploads: result.removal.uploads, Objects: result.removal.objects},
		Left: result.removal.left.map(({kind, key, uploadId, versionId, why}) => ({
			Kind: kind,
			Key: key,
			UploadId: uploadId ?? null,
			VersionId: versionId ?? null,
			Why: why,
		})),
	};
}
