import type {PlannedAbort} from '../../multipart/abort-selection.js';
import {heldBytes, sumOfHeld} from '../../multipart/part.js';
import {parseSize} from '../../multipart/query/query-values.js';
import {formatBytes, formatCount, plural} from '../../multipart/text/units.js';
import {usageError} from '../base/exit.js';
import {wholeNumber} from '../list/options.js';
import type {AbortOptions} from './options.js';

/** The largest plan that is expected. */
export type Limits = {readonly count?: number; readonly bytes?: number};

/** @throws CommandError (usage) */
export function limitsOf({maxCount, maxBytes}: AbortOptions): Limits {
	const count = wholeNumber('--max-count', maxCount, 0);
	const bytes = maxBytes === undefined ? undefined : parseSize(maxBytes);
	if (maxBytes !== undefined && bytes === undefined)
		throw usageError(`--max-bytes: "${maxBytes}" cannot be read; write it like 500GiB.`);
	return {count, bytes};
}

/** Why a plan is larger than expected, or may be; undefined where it is not. */
export function tooLarge(
	uploads: readonly PlannedAbort[],
	{count, bytes}: Limits,
): string | undefined {
	if (count !== undefined && uploads.length > count)
		return `The plan is of ${plural(uploads.length, 'upload')}, more than --max-count ${formatCount(count)}.`;
	if (bytes === undefined) return undefined;
	const held = sumOfHeld(uploads);
	if (held > bytes)
		return `The plan is of ${formatBytes(held)}, more than --max-bytes ${formatBytes(bytes)}.`;
	// A missing size is not zero.
	const unsized = uploads.filter(({summary}) => heldBytes(summary) === undefined).length;
	if (unsized === 0) return undefined;
	return `The plan holds ${plural(unsized, 'upload')} of unknown size, so it may be more than --max-bytes ${formatBytes(bytes)}.`;
}
