import {expect} from 'vitest';
import {nowhere, runCommand} from '../support/io.js';
import {type Reached, wholeUploadsByAwsCli} from './uploads-by-aws-cli.js';

/**
 * Fails unless `partway list --jsonl` gives the rows that `aws s3api list-multipart-uploads` prints: as many, in
 * the same order, and every field that the AWS CLI has with the same value.
 *
 * @param words what partway says on stderr beside them.
 */
export async function expectListLikeAws(
	server: Reached,
	bucket: string,
	words = '',
): Promise<number> {
	const args = ['list', bucket, '-e', server.endpoint, '--jsonl'];
	const {code, stdout, stderr} = await runCommand(args, {env: nowhere, as: server});
	expect([code, stderr]).toEqual([0, words]);
	const ours = stdout
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Record<string, unknown>);
	const theirs = await wholeUploadsByAwsCli(server, bucket);
	expect(ours.length).toBe(theirs.length);
	for (const [at, row] of theirs.entries()) {
		const fields = Object.keys(row);
		expect(Object.fromEntries(fields.map(name => [name, ours[at]?.[name]]))).toEqual(row);
	}
	return ours.length;
}
