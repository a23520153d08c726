import {holderUnseenWords} from '../../multipart/makers/holder.js';
import {heldByAny, heldCount} from '../../multipart/makers/makers.js';
import {formatCount} from '../../multipart/text/units.js';
import type {FoundAborts} from '../../operations/abort/find-aborts.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import {terminalJson} from '../../terminal/json.js';
import {errorFields} from '../base/output/error-fields.js';

/** Why uploads that the query means, or may mean, are in no plan: a name for scripts, words, how many, and the first failure. */
export type LeftOut = ReadonlyArray<
	readonly [reason: string, words: string, count: number, first?: S3Failure | undefined]
>;

/** What is left out of a plan, by reason, without what nothing is left out for. */
export function leftOutOf({selection, unreadable, undecided, dropped}: FoundAborts): LeftOut {
	const {active, activeTaken, unknown, unknownTaken, notFound, phantoms, unsettled} = selection;
	const heldLeft = selection.heldTaken ? 0 : heldCount(selection.heldBy);
	const unseenLeft = selection.heldTaken ? 0 : selection.heldUnseen;
	const ofUnknownState = (unknownTaken ? 0 : unknown) + undecided;
	const hint =
		unknownTaken || unknown === 0
			? ''
			: ' (--include-unknown takes them where the query means them)';
	const all: LeftOut = [
		['active', 'active (--include-active takes them)', activeTaken ? 0 : active],
		['held', `${heldByAny(selection.heldBy)} (--include-held takes them)`, heldLeft],
		['maybe-held', `${holderUnseenWords} (--include-held takes them)`, unseenLeft],
		['unknown', `of unknown state${hint}`, ofUnknownState],
		['not-found', 'listed and not found', notFound.length],
		['unreadable', 'whose parts cannot be read', unreadable.length, unreadable[0]?.failure],
		['unsettled', 'whose last operation has an unknown outcome', unsettled],
		['protected', 'under a protected prefix', selection.protectedKeys],
		[
			'part',
			phantoms.length === 1
				? 'that looks like a part of another upload'
				: 'that look like parts of other uploads',
			phantoms.length,
		],
		['uncertain', 'whose key is not certain', selection.uncertainKeys],
		['too-long', 'whose key or upload id is too long to be real', selection.tooLong],
		['nameless', 'listed without a key or an upload id', dropped],
		['gone', 'gone meanwhile', selection.gone],
	];
	return all.filter(([, , count]) => count > 0);
}

/** A sentence; undefined where nothing is left out. */
export function leftOutWords(left: LeftOut): string | undefined {
	if (left.length === 0) return undefined;
	return `Left out: ${left.map(([, words, count]) => `${formatCount(count)} ${words}`).join(', ')}.`;
}

/** A line of JSON for each reason. */
export function leftOutJson(bucket: string, left: LeftOut): string {
	return left
		.map(([Reason, , Count, first]) => {
			const line = {Bucket: bucket, Outcome: 'left-out', Reason, Count, ...errorFields(first)};
			return `${terminalJson(line)}\n`;
		})
		.join('');
}
