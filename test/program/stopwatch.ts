import type {Program} from './pty.js';

/**
 * Milliseconds that pass by the clock, or that the program itself had a processor for, if that is less:
 * where the machine has others to serve, waiting for one says nothing about the program.
 */
export function stopwatch(partway: Program): () => number {
	const start = performance.now();
	const startOfWork = partway.processorTime();
	return () => {
		const work = partway.processorTime();
		const passed = performance.now() - start;
		return work === undefined || startOfWork === undefined
			? passed
			: Math.min(passed, work - startOfWork);
	};
}
