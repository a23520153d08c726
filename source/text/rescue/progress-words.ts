import {formatBytes, formatCount, formatElapsed} from '../../multipart/text/units.js';
import type {RescuePhase, RescueProgress} from '../../operations/rescue/rescue-types.js';

/** What is done in each phase. */
export const phaseWords: Readonly<Record<RescuePhase, string>> = {
	reading: 'Reading its parts and what is at the key',
	proving: 'Comparing the file with the parts',
	sending: 'Sending',
	listing: 'Listing all parts once more',
	completing: 'Completing: the server is putting the parts together',
};

/**
 * `412 MiB of 1.9 GiB`, `13 of 61 parts`, `120 MiB/s`, `12 s left`: what is known of how far it is.
 *
 * @param pace bytes a second and milliseconds left, as far as they are known.
 */
export function paceWords({
	bytesDone,
	bytesTotal,
	partsDone,
	partsTotal,
	rate,
	timeLeft,
}: RescueProgress & {readonly rate?: number; readonly timeLeft?: number}): readonly string[] {
	if (bytesTotal === 0) return [];
	return [
		`${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`,
		`${formatCount(partsDone)} of ${formatCount(partsTotal)} parts`,
		...(rate === undefined ? [] : [`${formatBytes(rate)}/s`]),
		...(timeLeft === undefined ? [] : [`${formatElapsed(timeLeft)} left`]),
	];
}
