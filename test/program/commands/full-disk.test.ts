import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect} from 'vitest';
import {test} from '../program-test.js';
import {hasSmallDisks, nearlyFull} from './full-disk.js';

const bucket = 'media';
const full = 'the disk is full';

/** The whole lines of the journal. */
function journalIn(folder: string) {
	const text = readFileSync(join(folder, 'acts.jsonl'), 'utf8');
	const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
	return lines.filter(line => line !== '').map(line => JSON.parse(line));
}

describe.skipIf(!hasSmallDisks)('on a disk that is full', () => {
	test.for([0, 1, 2, 3])(
		'nothing is aborted that is not written down, and what could not be written is said: %i pages free',
		async (free, {serve, home}) => {
			const sandbox = await serve();
			sandbox.seed.bucket(bucket);
			const lastModified = sandbox.now() - 10 * 24 * 3_600_000;
			const parts = [{number: 1, size: 1024, lastModified}];
			for (let nth = 0; nth < 6; nth++)
				sandbox.seed.upload({bucket, key: `dead-${nth}`, initiated: lastModified, parts});
			const args = ['abort', bucket, '--stalled-for', '7d', '--yes', '--json'];
			const {code, stderr} = await nearlyFull(home, sandbox, {free}, () => args);
			const aborted = sandbox.requests.log.filter(
				({operation}) => operation === 'AbortMultipartUpload',
			);
			const lines = journalIn(home.stateFolder);
			const intents = lines.filter(({type}) => type === 'intent');
			const gone = lines.filter(({outcome}) => outcome === 'gone');
			for (const {uploadId} of aborted)
				expect(intents.map(intent => intent.uploadId)).toContain(uploadId);
			if (aborted.length === 0) {
				expect(code).toBe(1);
				expect(stderr).toContain(full);
				expect(stderr).toContain('6 not sent.');
			} else {
				expect([code, aborted.length]).toEqual([0, 6]);
				const unwritten = 6 - gone.length;
				expect(stderr.includes(full)).toBe(unwritten > 0);
				if (unwritten > 0)
					expect(stderr).toContain(`The journal does not say that ${unwritten} of them are gone`);
			}
			if (free === 0) expect(aborted).toEqual([]);
		},
	);

	test('no rule is changed', async ({serve, home}) => {
		const sandbox = await serve();
		sandbox.seed.bucket(bucket);
		const args = ['rules', 'add', bucket, '--days', '7', '--yes'];
		const {code, stderr} = await nearlyFull(home, sandbox, {free: 0}, () => args);
		expect(sandbox.requests.count('PutBucketLifecycleConfiguration')).toBe(0);
		expect(code).not.toBe(0);
		expect(stderr).toContain(full);
	});

	test('the numbers of the night before stay as they were, and nothing is left beside them', async ({
		serve,
		home,
	}) => {
		const sandbox = await serve();
		sandbox.seed.bucket(bucket);
		const before = 'of the night before\n';
		mkdirSync(home.stateFolder);
		writeFileSync(join(home.stateFolder, 'partway.prom'), before);
		const {code, stderr} = await nearlyFull(home, sandbox, {free: 0}, disk => [
			'metrics',
			bucket,
			'--output',
			join(disk, 'partway.prom'),
		]);
		expect(code).toBe(1);
		expect(stderr).toContain(`partway.prom cannot be written: ${full}.`);
		expect(readFileSync(join(home.stateFolder, 'partway.prom'), 'utf8')).toBe(before);
		expect(readdirSync(home.stateFolder).filter(name => name.startsWith('partway.'))).toEqual([
			'partway.prom',
		]);
	});
});
