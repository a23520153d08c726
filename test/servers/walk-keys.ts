import {oddKeys} from '../contract/key-cases.js';
import {jsonOf} from './program.js';
import {holdComplete} from './walk-completes.js';
import {holdAbort, type Walk} from './walk-lists.js';
import {identityOf, type Made, sideBySide, statusOf} from './witness.js';

/** Every odd key that the server takes: listed, and completed or aborted by its name. */
export async function walkKeys(walk: Walk): Promise<void> {
	const {partway, witness, findings} = walk;
	const bucket = await witness.makeBucket('keys');
	const made: Made[] = [];
	for (const key of oddKeys) {
		try {
			made.push(await witness.upload(bucket, key, Buffer.from('x')));
		} catch (error) {
			const {name} = error as Error;
			findings.differs(`The key ${shown(key)} cannot be uploaded to: ${statusOf(error)} ${name}.`);
		}
	}
	const said = await partway.run('list', `s3://${bucket}`, '--jsonl');
	const rows = new Set(
		jsonOf(said.stdout).map(({Key, UploadId}) =>
			identityOf({key: String(Key), uploadId: String(UploadId)}),
		),
	);
	const bare = await witness.listed(bucket).catch(() => undefined);
	const unlisted = made.filter(one => !rows.has(identityOf(one)));
	const isServers = (one: Made) => bare !== undefined && !bare.has(identityOf(one));
	for (const one of unlisted)
		if (isServers(one)) findings.differs(`The key ${shown(one.key)} is listed as another, or not.`);
	const lost = bare === undefined ? [] : unlisted.filter(one => !isServers(one));
	findings.hold(
		'odd keys: list',
		lost.length === 0 || said.code !== 0 || said.stderr !== '',
		`Not listed by partway, and by the bare SDK: ${lost.map(({key}) => shown(key)).join(' ')}`,
		said,
	);
	await sideBySide(made, 2, async one => {
		const at = made.indexOf(one);
		const named = [
			`s3://${bucket}/${one.key}`,
			'--upload-id',
			one.uploadId,
			'--yes',
			'--include-active',
		];
		const step = `the key ${shown(one.key)}`;
		if (at % 3 === 0) {
			const completed = await partway.run('complete', ...named, '--json');
			const body = Buffer.from('x');
			await holdComplete(
				walk,
				`${step}: complete`,
				one,
				completed,
				body,
				undefined,
				'odd keys: complete',
			).catch((error: Error) =>
				findings.differs(`The object of the key ${shown(one.key)}: ${error.name}.`),
			);
			return;
		}
		const aborted = await partway.run('abort', ...named, '--include-unknown', '--json');
		await holdAbort(walk, `${step}: abort`, one, aborted, 'odd keys: abort');
	});
}

function shown(key: string): string {
	return JSON.stringify(key.length > 20 ? `${key.slice(0, 5)}… (${key.length})` : key);
}
