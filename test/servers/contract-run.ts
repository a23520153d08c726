import {isDeepStrictEqual} from 'node:util';
import {allCases} from '../contract/all-cases.js';
import type {Credentials} from '../contract/service.js';
import {BucketFixture} from '../contract/service.js';
import type {Endpoint, Witness} from './witness.js';

export type Difference = {readonly name: string; readonly got: string; readonly s3: string};

export type ContractRun = {
	/** How many cases came out as S3 has them. */
	readonly asS3: number;
	readonly differences: readonly Difference[];
	/** Cases that need a second account. */
	readonly notRun: number;
};

/** Milliseconds for one case: some servers answer some requests never. */
const longestCase = 60_000;

const needsSecond = /^access: (the bucket of another|buckets are those of the caller)$/;

/** The contract suite of test/contract against an endpoint, each case in a bucket that is removed afterwards. */
export async function runContract(
	{endpoint, region, keys}: Endpoint,
	second: Credentials | undefined,
	witness: Witness,
): Promise<ContractRun> {
	const server = {
		...{endpoint, region, alice: keys, bob: second ?? keys},
		buckets: `partway-contract-${Math.random().toString(36).slice(2, 8)}`,
	};
	const differences: Difference[] = [];
	let asS3 = 0;
	let notRun = 0;
	for (const {name, observe, aws} of allCases) {
		if (second === undefined && needsSecond.test(name)) {
			notRun++;
			continue;
		}
		const fixture = await BucketFixture.open(server).catch((error: unknown) => error as Error);
		if (fixture instanceof Error) {
			differences.push({name, got: `no bucket: ${fixture.message}`, s3: shown(aws)});
			continue;
		}
		let end: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, reject) => {
			end = setTimeout(
				() => reject(new Error(`no end within ${longestCase / 1000} s`)),
				longestCase,
			);
		});
		const got = await Promise.race([observe(fixture), late]).catch(
			(error: unknown) => `threw ${(error as Error).name}: ${(error as Error).message}`,
		);
		clearTimeout(end);
		if (isDeepStrictEqual(plain(got), plain(aws))) asS3++;
		else differences.push({name, got: shown(got), s3: shown(aws)});
		fixture.close();
		await witness.remove(fixture.bucket);
	}
	return {asS3, differences, notRun};
}

/** Without what is undefined, as the tests of the contract compare. */
function plain(value: unknown): unknown {
	return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

const longestShown = 200;

function shown(value: unknown): string {
	const text = value === undefined ? 'nothing' : JSON.stringify(value);
	return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
