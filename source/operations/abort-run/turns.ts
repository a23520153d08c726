import {Pool} from '../pool.js';

/**
 * Runs what it is given in the order in which it comes, as many at a time as `width` says; what takes longer than
 * `slowAfter` milliseconds no longer keeps others from their turn.
 */
export function inTurns(
	width: () => number,
	slowAfter: number,
): <T>(work: () => Promise<T>) => Promise<T> {
	const waiting: Array<() => Promise<void>> = [];
	const pool = new Pool<() => Promise<void>>({
		next: () => waiting.shift(),
		width: () => Math.max(1, width()),
		work: begin => begin(),
		slowAfter,
	});
	return work =>
		new Promise((resolve, reject) => {
			waiting.push(() => work().then(resolve, reject));
			pool.fill();
		});
}
