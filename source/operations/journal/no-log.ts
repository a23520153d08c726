/** Bytes: no log is as long, since it is replaced by a shorter one long before. */
const longestFile = 256 * 1024 * 1024;

/** The file is longer than any log, or its reader makes nothing of it: it was read no further. Half a sentence. */
export class NoLog extends Error {
	override readonly name = 'NoLog';
}

/** @throws NoLog */
export function refuseTooLong(size: number): void {
	if (size > longestFile) throw new NoLog(`it is larger than ${longestFile / 1024 / 1024} MiB`);
}
