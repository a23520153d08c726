import {Pool} from '../pool.js';

/**
 * Works on what comes, several at a time, and gives the results in the order of what came. Holds at most
 * `ahead` results whose turn has not come, so that memory does not grow with what comes. The first
 * failure, of the work or of the source, ends it when its turn comes.
 *
 * @param width how many may be under way, asked before each.
 */
export async function* mapInOrder<T, R>(
	source: AsyncIterable<T>,
	{
		width,
		ahead,
		work,
	}: {
		readonly width: () => number;
		readonly ahead: number;
		readonly work: (item: T) => Promise<R>;
	},
): AsyncGenerator<R, void> {
	const results: Array<Promise<R>> = [];
	/** What came and is not begun: the source is asked for no more while there is something. */
	let atHand: {readonly item: T} | undefined;
	let state: 'coming' | 'ended' | 'left' = 'coming';
	let wake = () => {};
	let changed = nextChange();
	const pool = new Pool<{readonly item: T}>({
		width: () => Math.max(1, width()),
		next() {
			if (results.length >= ahead || state !== 'coming') return undefined;
			const next = atHand;
			atHand = undefined;
			return next;
		},
		async work({item}) {
			const result = work(item);
			push(result);
			await result.catch(() => {});
		},
	});

	function nextChange(): Promise<void> {
		return new Promise(resolve => {
			wake = resolve;
		});
	}

	function tell(): void {
		wake();
		changed = nextChange();
	}

	async function feed(): Promise<void> {
		for await (const item of source) {
			atHand = {item};
			pool.fill();
			while (state === 'coming' && atHand !== undefined) await changed;
			if (state === 'left') return;
		}
	}

	function push(result: Promise<R>): void {
		// Waited for when its turn comes: until then a failure is nobody's news.
		result.catch(() => {});
		results.push(result);
		tell();
	}

	feed()
		.catch(error => push(Promise.reject(error)))
		.finally(() => {
			if (state === 'coming') state = 'ended';
			tell();
		});
	try {
		for (;;) {
			const [first] = results;
			if (first !== undefined) {
				const result = await first;
				results.shift();
				pool.fill();
				yield result;
			} else if (state === 'coming') await changed;
			else return;
		}
	} finally {
		state = 'left';
		tell();
	}
}
