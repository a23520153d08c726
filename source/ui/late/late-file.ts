/** What is there of a file that is read late: nothing yet, what it holds, or why it could not be read. */
export type Late<T> =
	| {readonly kind: 'reading'}
	| {readonly kind: 'here'; readonly holds: T}
	| {readonly kind: 'failed'; readonly problem: string};

export type LateFile<T> = {
	/** What is there now; another object whenever that changes. */
	readonly now: () => Late<T>;
	/** Hears of each change, until what it returns is called. */
	readonly subscribe: (listener: () => void) => () => void;
	/** Reads it, once; resolves when that is done, whether or not it could be read. */
	readonly read: () => Promise<void>;
};

/** A file of the program that is not read before `read` is called. */
export function lateFile<T>(load: () => Promise<T>): LateFile<T> {
	let now: Late<T> = {kind: 'reading'};
	let reading: Promise<void> | undefined;
	const listeners = new Set<() => void>();
	const become = (next: Late<T>) => {
		now = next;
		for (const listener of listeners) listener();
	};
	return {
		now: () => now,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		read() {
			reading ??= load().then(
				holds => become({kind: 'here', holds}),
				// Node tells in the rows below the first who asked for it.
				({message}: Error) => become({kind: 'failed', problem: message.replace(/\n.*$/s, '')}),
			);
			return reading;
		},
	};
}
