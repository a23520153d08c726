import {type PersonalityName, type Sandbox, startSandbox} from '../../../source/sandbox/sandbox.js';

/** A service with a bucket called `bucket`, whose requests are seen and can be held. */
export type WatchedService = Pick<
	Sandbox,
	'endpoint' | 'region' | 'users' | 'requests' | 'faults'
> & {
	readonly like: string;
	/** Bytes that every part of an object but its last one has to have. */
	readonly minPartSize: number;
	/** Numbers of the parts that the upload of a key has; undefined where it has none. */
	partsThere(key: string): Promise<Set<number> | undefined>;
	close(): Promise<void>;
};

export async function watchedSandbox(like: PersonalityName): Promise<WatchedService> {
	const minPartSize = 1;
	const sandbox = await startSandbox({like, minPartSize});
	sandbox.seed.bucket('bucket');
	return {
		...{...sandbox, minPartSize},
		async partsThere(key) {
			const uploads = sandbox.store.bucket('bucket')?.uploads.items() ?? [];
			const found = uploads.find(each => each.key === key);
			return found && new Set(found.parts.keys());
		},
	};
}
