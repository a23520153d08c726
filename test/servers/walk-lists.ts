import type {Findings} from './held.js';
import {jsonOf, type Partway, type Said} from './program.js';
import {identityOf, type Made, sideBySide, type Witness} from './witness.js';

export type Walk = {
	readonly partway: Partway;
	readonly witness: Witness;
	readonly findings: Findings;
};

/** More than a page of a listing holds, and what a bulk abort takes of them. */
export const many = 1050;
export const bulk = 500;

const tiny = Buffer.from('x');

/** What `partway list` says, held against what the bare SDK lists. */
export async function holdList(
	{partway, witness, findings}: Walk,
	step: string,
	bucket: string,
	made: readonly Made[],
): Promise<void> {
	const said = await partway.run('list', `s3://${bucket}`, '--jsonl');
	const rows = jsonOf(said.stdout).map(({Key, UploadId}) =>
		identityOf({key: String(Key), uploadId: String(UploadId)}),
	);
	const bare = await witness.listed(bucket).catch(() => undefined);
	const once = new Set(rows);
	if (bare === undefined) {
		findings.differs('ListMultipartUploads: the bare SDK cannot list.');
		findings.hold(
			step,
			said.code !== 0,
			'A listing that the SDK cannot make is said to fail.',
			said,
		);
		return;
	}
	const lacking = made.filter(one => !bare.has(identityOf(one)));
	if (lacking.length > 0)
		findings.differs(
			`ListMultipartUploads by both markers shows ${made.length - lacking.length} of ${made.length} uploads.`,
		);
	findings.hold(step, rows.length === once.size, `${rows.length - once.size} rows twice.`, said);
	const isAll = made.every(one => once.has(identityOf(one)));
	const known = new Set(made.map(identityOf));
	const others = rows.filter(row => !known.has(row) && !bare.has(row));
	findings.hold(step, others.length === 0, `${others.length} rows that nobody made.`, said);
	const isSure = said.code === 0 && said.stderr === '';
	const fewer = [...bare.keys()].filter(row => !once.has(row)).length;
	findings.hold(
		step,
		isAll || fewer === 0 || !isSure,
		`It listed ${once.size} of ${made.length}, the bare SDK ${bare.size}; exit ${said.code}, said: ${said.stderr}`,
		said,
	);
	if (!isAll && isSure)
		findings.leavesOpen(
			`list shows ${once.size} of ${made.length} uploads without a word, as the server does.`,
		);
	if (isAll)
		findings.hold(step, said.code === 0, `All are listed, and it ended with ${said.code}.`, said);
}

/** A few uploads, several of one key, none at all: lists and counts. */
export async function walkLists(walk: Walk): Promise<void> {
	const {partway, witness, findings} = walk;
	const bucket = await witness.makeBucket('lists');
	const none = await partway.run('abort', `s3://${bucket}`, '--all', '--yes', '--include-active');
	findings.hold(
		'nothing to abort',
		none.code !== 3 && none.code !== null,
		`An empty bucket ended with ${none.code}.`,
		none,
	);
	const made: Made[] = [];
	for (const key of ['a', 'a', 'a', 'a-', 'a/b', 'b', 'c/d'])
		made.push(await witness.upload(bucket, key, tiny));
	await holdList(walk, 'list', bucket, made);
	const counted = await partway.run('list', `s3://${bucket}`, '--count');
	holdCount(walk, 'list --count', counted, await countOf(witness, bucket), made.length);
	const under = await partway.run('list', `s3://${bucket}/a/`, '--count');
	holdCount(walk, 'list --count of a prefix', under, await countOf(witness, bucket, 'a/'), 1);
	const left = await partway.run('abort', `s3://${bucket}`, '--all', '--yes');
	const there = await sideBySide(made, 4, one => witness.isThere(one));
	findings.hold(
		'abort --all leaves what is active',
		there.every(one => one !== false),
		'Uploads whose part landed just now were aborted without --include-active.',
		left,
	);
	const isListed = (await witness.listed(bucket).catch(() => new Map())).size > 0;
	findings.hold(
		'abort --all leaves what is active',
		!(isListed && left.code === 0 && /nothing to abort/i.test(left.stdout + left.stderr)) ||
			/left out/i.test(left.stdout + left.stderr),
		'It said that there is nothing to abort while uploads are listed.',
		left,
	);
	// Several uploads of a key: the one that is named, and no other.
	const [first, named, last] = made as [Made, Made, Made];
	const aborted = await partway.run(
		...['abort', `s3://${bucket}/a`, '--upload-id', named.uploadId],
		...['--yes', '--include-active', '--include-unknown', '--json'],
	);
	await holdAbort(walk, 'abort one of several of a key', named, aborted);
	for (const other of [first, last])
		findings.hold(
			'abort one of several of a key',
			(await witness.isThere(other)) !== false,
			'Another upload of the key is gone too.',
			aborted,
		);
	const unknown = await partway.run(
		...['abort', `s3://${bucket}/a`, '--upload-id', named.uploadId],
		...['--yes', '--include-active', '--include-unknown', '--json'],
	);
	const outcome = jsonOf(unknown.stdout)[0]?.['Outcome'];
	findings.hold(
		'abort it again',
		unknown.code !== null && !(unknown.code === 0 && outcome !== 'gone'),
		`It ended with ${unknown.code} and ${outcome}.`,
		unknown,
	);
}

async function countOf(witness: Witness, bucket: string, prefix?: string) {
	return witness.listed(bucket, prefix).then(
		({size}) => size,
		() => undefined,
	);
}

function holdCount(
	{findings}: Walk,
	step: string,
	said: Said,
	bare: number | undefined,
	made: number,
): void {
	const count = Number(said.stdout.trim());
	const isSure = said.code === 0 && said.stderr === '';
	findings.hold(
		step,
		bare === undefined ? said.code !== 0 : count === made || count === bare || !isSure,
		`It counts ${said.stdout.trim()}, there are ${made}, the bare SDK sees ${bare}.`,
		said,
	);
}

/** What it says of an Abort, held against what the bare SDK sees; `kind` names many of them in one line. */
export async function holdAbort(
	{witness, findings}: Walk,
	step: string,
	made: Made,
	said: Said,
	kind = step,
): Promise<void> {
	const outcome = jsonOf(said.stdout).find(({UploadId}) => UploadId === made.uploadId)?.['Outcome'];
	const isThere = await witness.isThere(made);
	if (outcome === 'gone' || said.code === 0)
		findings.hold(step, isThere !== true, 'It said gone, and the upload is there.', said);
	if (outcome === 'gone')
		findings.hold(step, said.code === 0, `gone, and exit ${said.code}.`, said);
	if (outcome === 'failed')
		findings.hold(step, isThere !== false, 'It said that it failed, and the upload is gone.', said);
	if (outcome === undefined && said.code !== 0 && isThere === false)
		findings.hold(step, false, 'It told of no outcome, and the upload is gone.', said);
	if (outcome !== 'gone' && isThere === false)
		findings.leavesOpen(
			`${kind}: ${outcome}, exit ${said.code}, where the bare SDK sees that it is gone.`,
		);
	if (isThere === true)
		findings.differs(
			`${kind}: the upload stays. partway: ${outcome ?? said.stderr.trim()}, exit ${said.code}.`,
		);
}

/** More uploads than a page holds, and an abort of 500 of them. */
export async function walkMany(walk: Walk): Promise<void> {
	const {partway, witness, findings} = walk;
	const bucket = await witness.makeBucket('many');
	const keys = Array.from(
		{length: many},
		(_, at) => `${at < bulk ? 'bulk' : 'kept'}/${String(at).padStart(5, '0')}`,
	);
	const made = await sideBySide(keys, 8, key => witness.upload(bucket, key, tiny));
	await holdList(walk, `list of ${many}`, bucket, made);
	const counted = await partway.run('list', `s3://${bucket}`, '--count');
	holdCount(walk, `list --count of ${many}`, counted, await countOf(witness, bucket), many);
	const few = await partway.run('list', `s3://${bucket}`, '--limit', '10', '--jsonl');
	const rows = jsonOf(few.stdout).length;
	findings.hold(
		'list --limit',
		rows === 10 || few.code !== 0 || few.stderr !== '',
		`${rows} rows.`,
		few,
	);
	const all = ['--all', '--include-active', '--include-unknown'];
	const dry = await partway.run('abort', `s3://${bucket}/bulk/`, ...all, '--dry-run');
	const sample = made.filter((_, at) => at % 97 === 0);
	const untouched = await sideBySide(sample, 4, one => witness.isThere(one));
	findings.hold(
		'abort --dry-run',
		untouched.every(one => one !== false),
		'A dry run aborted something.',
		dry,
	);
	const said = await partway.run('abort', `s3://${bucket}/bulk/`, ...all, '--yes', '--json');
	const there = new Map(
		await sideBySide(made, 8, async one => [one.uploadId, await witness.isThere(one)] as const),
	);
	const gone = new Set(
		jsonOf(said.stdout)
			.filter(({Outcome}) => Outcome === 'gone')
			.map(({UploadId}) => UploadId),
	);
	const under = made.slice(0, bulk);
	const stays = under.filter(({uploadId}) => there.get(uploadId) === true);
	const lies = stays.filter(({uploadId}) => gone.has(uploadId));
	const step = `abort of ${bulk}`;
	findings.hold(
		step,
		lies.length === 0,
		`${lies.length} were said to be gone and are there.`,
		said,
	);
	const proven = under.every(({uploadId}) => there.get(uploadId) === false);
	findings.hold(
		step,
		said.code === 0 ? stays.length === 0 : !(proven && gone.size === bulk),
		`It ended with ${said.code}; ${gone.size} were said to be gone, ${stays.length} are there.`,
		said,
	);
	const taken = made.slice(bulk).filter(({uploadId}) => there.get(uploadId) === false);
	findings.hold(step, taken.length === 0, `${taken.length} of another prefix are gone.`, said);
	if (said.code !== 0 && proven)
		findings.leavesOpen(`${step}: exit ${said.code}, ${gone.size} proven gone, where all are.`);
	if (stays.length > 0)
		findings.differs(
			`${step}: ${stays.length} stay. partway: exit ${said.code}, ${lastLine(said)}`,
		);
}

/** What it says of the outcome: in its JSON, or the last line for people. */
export function lastLine({stdout, stderr}: Said): string {
	const message = jsonOf(stdout.replaceAll('\n', ' ')).at(-1)?.['Message'];
	return String(message ?? stderr.trim().split('\n').at(-1));
}
