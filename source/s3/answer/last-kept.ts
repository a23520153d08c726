/**
 * The function, which remembers what it made of the last text: for what is read of each request and is the same in most
 * of those of one second.
 */
export function lastKept<Result>(read: (text: string) => Result): (text: string) => Result {
	let last: {readonly text: string; readonly result: Result} | undefined;
	return text => {
		if (last?.text !== text) last = {text, result: read(text)};
		return last.result;
	};
}
