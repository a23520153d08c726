/** A promise to hold an answer with, and what lets it go. */
export function gate(): {readonly closed: Promise<void>; open(): void} {
	let open = () => {};
	const closed = new Promise<void>(resolve => {
		open = resolve;
	});
	return {closed, open: () => open()};
}
