import {Random} from '../random.js';
import type {Sandbox} from '../sandbox.js';

/** An upload into which parts keep arriving. */
export type MovingUpload = {
	bucket: string;
	key: string;
	uploadId: string;
	partSize: number;
};

const maxParts = 10_000;

/**
 * Lets a part arrive in one of the uploads every so many milliseconds, until the sandbox closes.
 * An upload that was completed or aborted meanwhile is left alone. Does not keep the process alive.
 */
export function startTicker(
	sandbox: Sandbox,
	moving: readonly MovingUpload[],
	every: number,
): void {
	const random = new Random(7);
	const timer = setInterval(() => {
		const running = moving.flatMap(({bucket, key, uploadId, partSize}) => {
			const parts = sandbox.store.bucket(bucket)?.upload(key, uploadId)?.parts;
			return parts === undefined || parts.size >= maxParts
				? []
				: [{bucket, key, uploadId, size: partSize, number: parts.size + 1}];
		});
		if (running.length > 0) sandbox.seed.part(random.pick(running));
	}, every);
	timer.unref();
	sandbox.onClose(() => clearInterval(timer));
}
