import type {BucketFixture} from './service.js';

/**
 * One thing that a server does, as an observation that can be written down: plain data, without ids,
 * times or whatever else differs from run to run. `aws` is what S3 itself promises.
 */
export type Case = {
	readonly name: string;
	readonly observe: (fixture: BucketFixture) => Promise<unknown>;
	readonly aws: unknown;
};
