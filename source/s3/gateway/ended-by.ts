/** A request that ends with its signal: one that waits for credentials, of a process that asks for a code for instance, hears none of its own. */
export async function endedBy<T>(
	signal: AbortSignal | undefined,
	request: () => Promise<T>,
): Promise<T> {
	if (signal === undefined) return request();
	signal.throwIfAborted();
	let end = () => {};
	const ended = new Promise<never>((_resolve, reject) => {
		end = () => reject(signal.reason);
		signal.addEventListener('abort', end);
	});
	try {
		return await Promise.race([request(), ended]);
	} finally {
		signal.removeEventListener('abort', end);
	}
}
