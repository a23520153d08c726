import type {RescueNeed} from '../../multipart/rescue/rescue-needs.js';
import type {RescuePlan} from '../../multipart/rescue/rescue-plan.js';
import {
	exactBytes,
	formatBytes,
	formatCount,
	formatElapsed,
	formatLimit,
	plural,
} from '../../multipart/text/units.js';
import type {RescueProgress} from '../../operations/rescue/rescue-types.js';

/** `5 parts of 8 MiB`; how the file is cut is not always known. */
export function cutWords({layout, partCount}: RescuePlan): string {
	if (layout === undefined) return 'unknown';
	const {partSize, first} = layout;
	const sizes = first.length === 0 ? ` of ${formatLimit(partSize)}` : ' of several sizes';
	return `${plural(partCount, 'part')}${partCount === 1 ? '' : sizes}`;
}

/** `4,000 of 4,001 parts are the file's: 31.3 GiB need not be sent` */
export function provenWords({completion, parts, savedBytes}: RescuePlan): string {
	const {length} = completion.listed;
	if (length === 0) return 'no part';
	const proven = parts.filter(({judgement}) => judgement === 'proven').length;
	return `${formatCount(proven)} of ${plural(length, 'part')} proven to match the file, ${formatBytes(savedBytes)}`;
}

/** `1,000 parts, 7.8 GiB (8,388,608,000 bytes)` */
export function sendWords({toSend, sendBytes}: RescuePlan): string {
	return toSend.length === 0
		? 'nothing'
		: `${plural(toSend.length, 'part')}, ${exactBytes(sendBytes)}`;
}

/** What has to be said, for the command line and for the app. */
export const needFlags: Readonly<Record<RescueNeed, string>> = {
	'part-size': '--part-size',
	'replace-different': '--replace-different',
	'resend-unproven': '--resend-unproven',
	overwrite: '--overwrite',
	'include-active': '--include-active',
	yes: '--yes',
};

const phases: Readonly<Record<RescueProgress['phase'], string>> = {
	reading: 'Reading parts and object',
	proving: 'Comparing the parts with the file',
	sending: 'Sending',
	listing: 'Listing all parts again',
	completing: 'Completing',
};

/**
 * `Sending: 3.2 GiB of 7.8 GiB, 410 of 1,000 parts, 82.0 MiB/s, 57 s left`.
 *
 * @param rate bytes a second; undefined where it is not known.
 */
export function rescueProgressWords(progress: RescueProgress, rate: number | undefined): string {
	const {phase, bytesDone, bytesTotal, partsDone, partsTotal} = progress;
	if (partsTotal === 0) return `${phases[phase]}.`;
	return [
		`${phases[phase]}: ${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`,
		`${formatCount(partsDone)} of ${plural(partsTotal, 'part')}`,
		...(rate === undefined
			? []
			: [
					`${formatBytes(rate)}/s`,
					`${formatElapsed(((bytesTotal - bytesDone) * 1000) / rate)} left`,
				]),
	].join(', ');
}
