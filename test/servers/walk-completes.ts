import {createHash, randomBytes} from 'node:crypto';
import {jsonOf, type Said} from './program.js';
import {lastLine, type Walk} from './walk-lists.js';
import type {Made} from './witness.js';

const MiB = 1024 * 1024;

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

/** A few parts, more than a page of them, and an upload that nobody knows. */
export async function walkParts({partway, witness, findings}: Walk): Promise<void> {
	const bucket = await witness.makeBucket('parts');
	for (const count of [0, 3, 1005]) {
		const made = await witness.initiate(bucket, `parts of ${count}`);
		const etags: string[] = [];
		for (let number = 1; number <= count; number++)
			etags.push(await witness.part(made, number, Buffer.from(String(number))));
		const said = await partway.run(
			...['parts', `s3://${bucket}/${made.key}`, '--upload-id', made.uploadId, '--json'],
		);
		const [listing] = jsonOf(said.stdout.replaceAll('\n', ' '));
		const parts = (listing?.['Parts'] ?? []) as Array<Record<string, unknown>>;
		const step = `parts: ${count}`;
		if (said.code !== 0) {
			findings.differs(`ListParts of ${count} parts: partway says ${lastLine(said)}`);
			findings.hold(
				step,
				(await witness.parts(made)).status !== 200,
				'The bare SDK lists them.',
				said,
			);
			continue;
		}
		findings.hold(step, parts.length === count, `${parts.length} of ${count}.`, said);
		const isSame = parts.every(
			({PartNumber, ETag}) => bare(ETag) === bare(etags[Number(PartNumber) - 1]),
		);
		findings.hold(step, isSame, 'ETags differ from those of UploadPart.', said);
	}
	const unknown = await partway.run(
		...['parts', `s3://${bucket}/nothing`, '--upload-id', 'an-id-that-nobody-knows', '--json'],
	);
	if (unknown.code === 0) findings.differs('ListParts of an unknown id is an empty list.');
}

/** `done`, `failed` and so on; empty where it told none. */
function outcomeOf({stdout}: Said): string {
	return String(jsonOf(stdout.replaceAll('\n', ' ')).at(-1)?.['Outcome'] ?? '');
}

const bare = (etag: unknown) => String(etag).replaceAll('"', '');

/** Completes, of all parts, of some, over an object, and again. */
export async function walkCompletes(walk: Walk): Promise<void> {
	const {partway, witness, findings} = walk;
	const bucket = await witness.makeBucket('completes');
	const bodies = [5 * MiB, 5 * MiB, 12345].map(size => randomBytes(size));
	const complete = (made: Made, ...more: string[]) =>
		partway.run(
			...['complete', `s3://${bucket}/${made.key}`, '--upload-id', made.uploadId],
			...['--yes', '--include-active', '--json', ...more],
		);
	const first = await witness.upload(bucket, 'tape 1.tar', ...bodies);
	const done = await complete(first);
	await holdComplete(walk, 'complete', first, done, Buffer.concat(bodies), undefined);
	const again = await complete(first);
	await holdComplete(walk, 'complete it again', first, again, Buffer.concat(bodies), 'same');

	const next = [randomBytes(5 * MiB), randomBytes(99)];
	const before = await witness.object(bucket, first.key);
	const second = await witness.upload(bucket, first.key, ...next);
	const refused = await complete(second);
	const kept = await witness.object(bucket, first.key);
	if (before !== undefined) {
		findings.hold(
			'complete over an object',
			kept !== undefined && md5(kept) === md5(before),
			'The object was replaced without --overwrite.',
			refused,
		);
		findings.hold(
			'complete over an object',
			refused.code === 3,
			`It ended with ${refused.code}.`,
			refused,
		);
	}
	let over = await complete(second, '--overwrite');
	await holdComplete(walk, 'complete --overwrite', second, over, Buffer.concat(next), before);
	if (over.code !== 0 && `${over.stderr}${over.stdout}`.includes('--unconditional')) {
		findings.differs(`complete --overwrite: ${lastLine(over)}`);
		over = await complete(second, '--overwrite', '--unconditional');
		await holdComplete(walk, 'complete --unconditional', second, over, Buffer.concat(next), before);
	}

	const third = await witness.upload(bucket, 'some.tar', ...bodies);
	const some = await complete(third, '--parts', '1-2');
	await holdComplete(
		walk,
		'complete --parts 1-2 of 3',
		third,
		some,
		Buffer.concat(bodies.slice(0, 2)),
		undefined,
	);
	if (some.code !== 0) findings.differs(`A Complete that leaves out a part: ${lastLine(some)}`);
	await walkWriterBetween(walk, bucket);
	await walkMistyped(walk, bucket);
}

/** An upload under a key that was mistyped: a server may find it by its id alone. */
async function walkMistyped({partway, witness, findings}: Walk, bucket: string): Promise<void> {
	const made = await witness.upload(bucket, 'typed.tar', Buffer.from('x'));
	const named = [`s3://${bucket}/mistyped.tar`, '--upload-id', made.uploadId, '--yes'];
	for (const act of ['complete', 'abort']) {
		const said = await partway.run(act, ...named, '--include-active', '--json');
		const isThere = await witness.isThere(made);
		const object = await witness.object(bucket, 'mistyped.tar');
		const isUntouched = isThere !== false && object === undefined;
		findings.hold(
			`${act} under a mistyped key`,
			isUntouched || ['done', 'gone', 'accepted', 'unknown'].includes(outcomeOf(said)),
			'It said that nothing was done, and the upload under the right key is gone.',
			said,
		);
		if (isUntouched) continue;
		findings.differs(`${act} under a mistyped key: the server finds the upload by its id alone.`);
		findings.leavesOpen(`${act} under a mistyped key: ${outcomeOf(said)}: ${lastLine(said)}`);
		return;
	}
}

/** Whether the server keeps the condition that goes with a Complete, by the bare SDK; the plan must say so. */
async function walkWriterBetween(
	{partway, witness, findings}: Walk,
	bucket: string,
): Promise<void> {
	const made = await witness.upload(bucket, 'guarded.tar', Buffer.from('x'));
	const said = await partway.run(
		...['complete', `s3://${bucket}/guarded.tar`, '--upload-id', made.uploadId, '--dry-run'],
		...['--yes', '--include-active'],
	);
	const promises = !/does not enforce|is unknown|whatever is there|does not take/.test(said.stdout);
	const kept = await witness.keepsAbsence(bucket);
	findings.hold(
		'what guards a Complete',
		!promises || kept !== 'ignored',
		'The plan has it that the server enforces If-None-Match, and it replaced an object.',
		said,
	);
	findings.hold(
		'what guards a Complete',
		kept !== 'enforced' || !/does not enforce/.test(said.stdout),
		'The plan has it that the server does not enforce If-None-Match, and it does.',
		said,
	);
}

/** What it says of a Complete, held against the object that the bare SDK reads; `kind` names many of them in one line. */
export async function holdComplete(
	{witness, findings}: Walk,
	step: string,
	made: Made,
	said: Said,
	expected: Buffer,
	before: Buffer | 'same' | undefined,
	kind = step,
): Promise<void> {
	const [answer] = jsonOf(said.stdout.replaceAll('\n', ' '));
	const outcome = answer?.['Outcome'];
	const object = await witness.object(made.bucket, made.key);
	const isMade = object !== undefined && md5(object) === md5(expected);
	const isThere = await witness.isThere(made);
	if (outcome === 'done' || said.code === 0) {
		findings.hold(step, isMade, `It said done; the object has ${object?.length} bytes.`, said);
		if (isThere) findings.differs(`${kind}: the upload stays in progress behind it.`);
	}
	if (outcome === 'done')
		findings.hold(step, said.code === 0, `done, and exit ${said.code}.`, said);
	if (before === 'same') {
		findings.hold(step, isMade, 'The object of the first Complete is another now.', said);
		return;
	}
	const isOld =
		before === undefined
			? object === undefined
			: object !== undefined && md5(object) === md5(before);
	if (outcome === 'failed' || said.code === 3)
		findings.hold(step, isOld, 'It said that nothing was done, and the object is another.', said);
	if (isMade && said.code !== 0)
		findings.leavesOpen(
			`${kind}: ${outcome}, exit ${said.code}, where the object is there: ${lastLine(said)}`,
		);
	if (!isMade && said.code !== 0) findings.differs(`${kind}: ${outcome ?? ''} ${lastLine(said)}`);
	findings.hold(
		step,
		isOld || isMade,
		`The object is neither what was there nor what was planned.`,
		said,
	);
}
