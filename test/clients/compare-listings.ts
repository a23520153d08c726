import {expect} from 'vitest';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {listAll} from '../support/list-all.js';
import {uploadsByAwsCli} from './uploads-by-aws-cli.js';

export type Listed = {
	readonly gateway: Gateway;
	readonly credentials: {readonly accessKeyId: string; readonly secretAccessKey: string};
	readonly bucket: string;
};

/** Fails unless partway and the AWS CLI list these rows and no others, each once and in the same order. */
export async function expectSameListing(
	{gateway, credentials, bucket}: Listed,
	rows: readonly string[],
): Promise<void> {
	const ours = await listAll(gateway, bucket);
	const theirs = await uploadsByAwsCli({endpoint: gateway.endpoint, ...credentials}, bucket);
	// Compared as text: a difference in 20,000 rows would be written out for minutes.
	const sorted = (list: readonly string[]) => list.toSorted().join('\n');
	expect([ours.length, theirs.length]).toEqual([rows.length, rows.length]);
	expect(sorted(ours) === sorted(rows), 'partway lists what was begun').toBe(true);
	expect(sorted(theirs) === sorted(rows), 'the AWS CLI lists what was begun').toBe(true);
	// Both show the order of the service.
	expect(theirs.join('\n') === ours.join('\n'), 'in the same order').toBe(true);
}
