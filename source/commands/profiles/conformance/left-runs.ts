import {formatTime, plural} from '../../../multipart/text/units.js';
import {type LeftRun, leftRuns, removeRecord} from '../../../operations/conformance/record.js';
import {removeMade} from '../../../operations/conformance/remove.js';
import {formatTarget} from '../../../profiles/resolve/target.js';
import type {Scratch, ScratchClient} from '../../../s3/conformance/scratch-client.js';
import {escapeLines} from '../../../terminal/escape.js';
import {leftWords, removalWords} from '../../../text/conformance/run-words.js';
import type {Run} from '../../base/command.js';

type Place = {readonly endpoint: string; readonly bucket: string};

export type LeftRuns = {
	/** In this bucket: they are removed first. */
	readonly here: readonly LeftRun[];
	readonly elsewhere: readonly LeftRun[];
};

/** The runs that were killed, by where they worked. */
export function leftHere(folder: string, place: Place): LeftRuns {
	const all = leftRuns(folder);
	const isHere = ({endpoint, bucket}: Place) =>
		endpoint === place.endpoint && bucket === place.bucket;
	return {here: all.filter(isHere), elsewhere: all.filter(one => !isHere(one))};
}

/** Says what earlier runs left, before the question. */
export async function tellElsewhere(
	run: Run,
	folder: string,
	{here, elsewhere}: LeftRuns,
): Promise<void> {
	for (const left of here) {
		const {uploads, objects} = left.ledger;
		const most = `up to ${plural(uploads.size, 'upload')} and ${plural(objects.size, 'object')}`;
		await run.say(
			escapeLines(
				`A run of ${formatTime(left.at)} was killed and left ${most} in ${formatTarget(left)}: they are removed first.`,
			),
		);
	}
	for (const {at, endpoint, bucket} of elsewhere)
		await run.say(
			escapeLines(
				`A run of ${formatTime(at)} was killed at ${endpoint} in s3://${bucket}: run it there again to remove what it left (see ${folder}).`,
			),
		);
}

/** Removes what they left. Returns whether all of it is gone; what stays is said. */
export async function removeLeft(
	run: Run,
	{here}: LeftRuns,
	{
		clientFor,
		isVersioned,
	}: {readonly clientFor: (scratch: Scratch) => ScratchClient; readonly isVersioned: boolean},
): Promise<boolean> {
	let isAll = true;
	for (const {file, bucket, prefix, ledger} of here) {
		const client = clientFor({bucket, prefix});
		const removal = await removeMade({client, ledger, prefix, isVersioned}).finally(() =>
			client.close(),
		);
		await run.say(
			escapeLines(`Of the earlier run: ${removalWords(removal)}`),
			...removal.left.map(each => escapeLines(leftWords(each))),
		);
		if (removal.left.length === 0) removeRecord(file);
		else isAll = false;
	}
	return isAll;
}
