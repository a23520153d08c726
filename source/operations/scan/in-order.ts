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
	let underWay = 0;
	let state: 'coming' | 'ended' | 'left' = 'coming';
	let wake = () => {};
	let changed = nextChange();

	function nextChange(): Promise<void> {
		return new Promise(resolve => {
			wake = resolve;
		});
	}

	function tell(): void {
		wake();
		changed = nextChange();
	}

	async function begin(): Promise<void> {
		for await (const item of source) {
			while (state === 'coming' && (underWay >= Math.max(1, width()) || results.length >= ahead))
				await changed;
			if (state === 'left') return;
			underWay++;
			const result = work(item).finally(() => {
				underWay--;
				tell();
			});
			push(result);
		}
	}

	function push(result: Promise<R>): void {
		// Waited for when its turn comes: until then a failure is nobody's news.
		result.catch(() => {});
		results.push(result);
		tell();
	}

	begin()
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
				tell();
				yield result;
			} else if (state === 'coming') await changed;
			else return;
		}
	} finally {
		state = 'left';
		tell();
	}
}
