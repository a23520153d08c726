import type {Trial} from './trial.js';

/** One requirement that partway relies on: what S3 documents, and how a service is seen to keep it. Plain data, in which nothing differs from run to run. */
export type Check = {
	readonly id: string;
	/** What S3 documents. */
	readonly want: unknown;
	/** What the service does. @throws NotSeen where nobody can tell. */
	readonly observe: (trial: Trial) => Promise<unknown>;
	/** A check that has to pass first, or nothing can be seen. */
	readonly needs?: string;
};
