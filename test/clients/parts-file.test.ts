import {describe, expect, test} from 'vitest';
import {awsCompleteCommand} from '../../source/multipart/command-line/aws-command.js';
import {replan} from '../../source/multipart/completion/completion.js';
import {comparePartsFile} from '../../source/multipart/parts-file/parts-comparison.js';
import {readPartsFile, writePartsFile} from '../../source/multipart/parts-file/parts-file.js';
import type {UploadTarget} from '../../source/multipart/upload.js';
import {completeUpload, prepareCompletion} from '../../source/operations/complete/complete.js';
import {type ActStage, bucket, key, MiB, openActStage} from '../operations/act-stage.js';
import {awsCli} from './aws-cli.js';

function prepared({gateway}: ActStage, target: UploadTarget) {
	return prepareCompletion(gateway, {...target, keyCertain: true});
}

describe('a parts file made by hand for the AWS CLI works here', () => {
	/** As the service's own documents have it written. */
	const byHand = (etags: readonly string[]) =>
		`{\n  "Parts": [\n${etags.map((etag, at) => `    {\n      "ETag": "${etag}",\n      "PartNumber": ${at + 1}\n    }`).join(',\n')}\n  ]\n}\n`;

	test('one file, given to both: the CLI completes one upload, partway another, to the same', async () => {
		const on = await openActStage();
		const cli = await awsCli(on.sandbox);
		const etags = ['5f363e0e58a95f06cbe9bbc662c5dfb6', 'b6d81b360a5672d80c27430f39153e2c'];
		const [theirs, ours] = ['theirs', 'ours'].map(name => ({
			bucket,
			key: name,
			uploadId: on.sandbox.seed.upload({
				bucket,
				key: name,
				initiated: 0,
				parts: etags.map((etag, at) => ({number: at + 1, size: 8 * MiB - at, etag})),
			}),
		})) as [UploadTarget, UploadTarget];
		const path = await cli.file('parts.json', byHand(etags));
		const ran = await cli.run(
			`aws s3api complete-multipart-upload --bucket ${bucket} --key theirs --upload-id '${theirs.uploadId}' --multipart-upload file://${path} --endpoint-url ${on.sandbox.endpoint}`,
		);
		expect(ran).toMatchObject({code: 0, stderr: ''});

		const plan = await prepared(on, ours);
		const file = readPartsFile(byHand(etags));
		if (file.kind === 'wrong') throw new Error(file.problems.join('\n'));
		const compared = comparePartsFile(file.parts, plan.listed);
		expect(compared.fits).toBe(true);
		const chosen = replan(plan, {excluded: compared.excluded});
		const result = await completeUpload(on.deps, chosen);
		expect(result).toMatchObject({kind: 'done', etag: JSON.parse(ran.stdout).ETag});
	});

	test('a file that does not fit is refused by the service and foretold here', async () => {
		const on = await openActStage();
		const cli = await awsCli(on.sandbox);
		const target = on.upload([8 * MiB, MiB]);
		const {listed} = await prepared(on, target);
		const content = byHand(['0'.repeat(32), listed[1]?.etag.replaceAll('"', '') ?? '']);
		const path = await cli.file('parts.json', content);
		const ran = await cli.run(
			awsCompleteCommand(target, {partsFile: path}, {endpoint: on.sandbox.endpoint}) ?? '',
		);
		expect(ran.stderr).toContain('InvalidPart');
		const file = readPartsFile(content);
		expect(file.kind === 'read' && comparePartsFile(file.parts, listed)).toMatchObject({
			fits: false,
			sentences: [
				expect.stringContaining('Part 1 is not there'),
				'1 part of the file is there as named.',
				'Part 1 has another ETag on the service than in the file: left out.',
			],
		});
	});
});

describe('a parts file made here works there, by the ready command', () => {
	test.each<[string, string | undefined]>([
		['without checksums', undefined],
		['with CRC32', 'CRC32'],
		['with SHA256', 'SHA256'],
	])('%s', async (_name, algorithm) => {
		const on = await openActStage();
		const cli = await awsCli(on.sandbox);
		const target = on.upload([8 * MiB, 8 * MiB, MiB], algorithm === undefined ? {} : {algorithm});
		const plan = await prepared(on, target);
		const path = await cli.file('exported.json', writePartsFile(plan.parts));
		const command = awsCompleteCommand(target, {partsFile: path}, {endpoint: on.sandbox.endpoint});
		expect(await cli.run(command ?? '')).toMatchObject({code: 0, stderr: ''});
		expect(await on.gateway.headObject({bucket, key})).toMatchObject({
			size: 17 * MiB,
			etag: plan.expected.etag,
		});
	});

	test('whatever the key holds', async () => {
		const on = await openActStage();
		const cli = await awsCli(on.sandbox);
		const keys = [
			'it\'s $HOME `id` \\ "!!" 報告\u202e\u001b[31m',
			'-rf',
			'--endpoint-url=x',
			'file:///etc/passwd',
			'a\nb\tc',
		];
		for (const [at, odd] of keys.entries()) {
			const target = on.upload([MiB], {key: odd});
			const {parts, expected} = await prepared(on, target);
			const path = await cli.file(`parts of ${at}.json`, writePartsFile(parts));
			const command = awsCompleteCommand(
				target,
				{partsFile: path},
				{endpoint: on.sandbox.endpoint},
			);
			// The CLI cannot read an answer that holds ESC: what counts is the object.
			await cli.run(command ?? '');
			expect(await on.gateway.headObject({bucket, key: odd})).toMatchObject({etag: expected.etag});
		}
	});
});
