/** Works on many items, at most `limit` at a time; the results come back in the order of the items. */
export async function mapBounded<T, R>(
	items: readonly T[],
	limit: number,
	work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(items.length);
	let next = 0;
	async function lane(): Promise<void> {
		while (next < items.length) {
			const index = next++;
			results[index] = await work(items[index] as T, index);
		}
	}
	await Promise.all(Array.from({length: Math.min(limit, items.length)}, lane));
	return results;
}
