import {formatAge} from '../multipart/text/units.js';

/** `The clock of this machine is 17 m behind the service's` */
export function clockWords(clockOffset: number): string {
	const how = clockOffset > 0 ? 'behind' : 'ahead of';
	return `The clock of this machine is ${formatOffset(clockOffset)} ${how} the service's`;
}

/** To the minute, since a Date has whole seconds: 8 hours are not 7. */
export function formatOffset(clockOffset: number): string {
	const minute = 60_000;
	return formatAge(Math.round(Math.abs(clockOffset) / minute) * minute);
}

/** What follows for ages and states where the clocks are too far apart. */
export function clocksApartWords(clockOffset: number): string {
	return `${clockWords(clockOffset)}: an upload counts as stalled only if both clocks say so, as active if one does`;
}
