import {isThrottled} from '../../s3/failure/failure.js';

/** So often in a row the service may be too busy for one thing; each stands for three attempts below. */
export const mostRefusals = 10;

/** A read that is asked for again while the service is too busy: the pace of the endpoint makes it wait. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
	for (let refusals = 1; ; refusals++) {
		try {
			return await ask();
		} catch (error) {
			if (!isThrottled(error) || refusals >= mostRefusals) throw error;
		}
	}
}
