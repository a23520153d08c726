import {appendFile, readFile, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readPlanFile, writePlanFile} from '../../../source/operations/abort/plan-file.js';
import {RunFileError} from '../../../source/operations/abort-run/error.js';
import {LocalFileError} from '../../../source/operations/typed-file.js';
import {sentenceOf} from '../../support/reasons.js';
import {planFor, run, uploads} from '../abort-run/abort-run-stage.js';
import {bucket, MiB, openActStage} from '../act-stage.js';

async function planned() {
	const on = await openActStage();
	const targets = [...uploads(on, 3), on.upload([], {key: 'none yet\n\u202e'})];
	const {endpoint} = on.gateway;
	const plan = {connection: 'own:x', endpoint, bucket, prefix: '', listed: 9};
	const path = join(on.folder, 'plan.jsonl');
	const whole = {...plan, uploads: await planFor(on, targets)};
	expect(await writePlanFile(path, whole)).toBe(path);
	return {on, path, whole, targets};
}

describe('the file of a plan', () => {
	test('comes back as it was written, and is never overwritten', async () => {
		const {path, whole} = await planned();
		expect(await readPlanFile(path)).toEqual({...whole, time: expect.stringMatching(/^20/)});
		await expect(writePlanFile(path, whole)).rejects.toThrow(LocalFileError);
	});

	test('can be carried out: what moved since is left alone', async () => {
		const {on, path, targets} = await planned();
		on.sandbox.seed.part({...targets[1]!, number: 2, size: MiB});
		const {uploads, ...plan} = await readPlanFile(path);
		const ended = await run(on, uploads, {}, plan);
		expect(ended.facts().counts).toMatchObject({gone: 3, 'left-alone': 1});
		expect(ended.results()[0]?.upload.key).toBe(targets[1]?.key);
	});

	test('that an older partway wrote: an empty upload of 1970 may be a second old, and is left alone', async () => {
		const {on, path} = await planned();
		const text = await readFile(path, 'utf8');
		await writeFile(path, text.replaceAll(/"initiated":\d+/g, '"initiated":0'));
		const {uploads, ...plan} = await readPlanFile(path);
		const empty = uploads.filter(({summary}) => summary?.count === 0);
		expect(empty).toHaveLength(1);
		expect(empty[0]).not.toHaveProperty('initiated', expect.any(Number));
		const ended = await run(on, empty, {}, plan);
		expect(ended.facts().counts).toMatchObject({gone: 0, 'left-alone': 1});
		expect(sentenceOf(ended.results()[0])).toContain('a date is missing');
	});

	test('is refused when it was cut short, changed, or is what a run came to', async () => {
		const {on, path, whole} = await planned();
		const text = await readFile(path, 'utf8');
		await truncate(path, text.length - 10);
		await expect(readPlanFile(path)).rejects.toThrow('The plan was cut short');
		await writeFile(path, text.replace('"count":1', '"count":"1"'));
		await expect(readPlanFile(path)).rejects.toThrow(/^Line 2 has a count that is no whole number/);
		await writeFile(path, '');
		await expect(readPlanFile(path)).rejects.toThrow(RunFileError);
		await writeFile(path, text);
		await appendFile(path, '{"type":"result","n":0,"kind":"gone","sentence":"x"}\n');
		await expect(readPlanFile(path)).rejects.toThrow('and no plan');
		await writeFile(path, text.replace('"bucket"', '"everything":true,"bucket"'));
		await expect(readPlanFile(path)).rejects.toThrow('and no plan');
		const ended = await run(on, whole.uploads);
		await expect(readPlanFile(ended.file!)).rejects.toThrow('and no plan');
		await expect(readPlanFile(join(on.folder, 'absent'))).rejects.toThrow(
			/absent cannot be read \(ENOENT\)\.$/,
		);
	});
});
