import {defaultThresholds, type Thresholds} from '../../multipart/liveness.js';
import {parseAge} from '../../multipart/query/query-values.js';

/** The two thresholds as a person writes them: `1h`, `7d`. What is absent is as usual. */
export type WrittenThresholds = {
	/** An upload whose last part is younger counts as active, an older one as idle. */
	readonly activeWithin?: string;
	/** An upload whose last part is older counts as stalled. */
	readonly stalledAfter?: string;
};

/** What is wrong with one of them; undefined when nothing is. */
export function checkAge(value: string): string | undefined {
	const age = parseAge(value);
	return age !== undefined && age > 0
		? undefined
		: `"${value}" is not a time: write a number and s, m, h, d, w or y, such as 12h or 7d.`;
}

/** What is wrong with the two together: an upload would be active and stalled at once. */
export function checkThresholds(written: WrittenThresholds): string | undefined {
	const {activeWithin, stalledAfter} = thresholdsOf(written);
	return activeWithin <= stalledAfter
		? undefined
		: 'An upload would be active and stalled at once: "stalled after" must be longer than "active within".';
}

/** In milliseconds, each the usual one where none is written that can be read. */
export function thresholdsOf({activeWithin, stalledAfter}: WrittenThresholds): Thresholds {
	const usual = defaultThresholds;
	return {
		activeWithin: (activeWithin && parseAge(activeWithin)) || usual.activeWithin,
		stalledAfter: (stalledAfter && parseAge(stalledAfter)) || usual.stalledAfter,
	};
}
