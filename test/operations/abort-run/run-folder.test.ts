import {mkdir, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {expect, test} from 'vitest';
import {readRunFile} from '../../../source/operations/abort-run/run-file.js';
import {hasEnd, runFilePath, runsFolder} from '../../../source/operations/abort-run/run-folder.js';
import {interruptedRuns} from '../../../source/operations/abort-run/run-resume.js';
import {openActStage} from '../act-stage.js';

test('a folder of runs that cannot be read is trouble of the journal, which is told and ends nothing', async () => {
	const {journal} = await openActStage();
	await mkdir(journal.folder, {recursive: true});
	await writeFile(runsFolder(journal.folder), 'no folder');
	await expect(interruptedRuns(journal)).rejects.toMatchObject({
		name: 'JournalError',
		problem: {code: 'unavailable', why: 'ENOTDIR', file: runsFolder(journal.folder)},
	});
});

test('a file of a run that cannot be read has no end and is left out', async () => {
	const {journal} = await openActStage();
	const file = runFilePath(journal.folder, 'a-folder');
	await mkdir(file, {recursive: true});
	expect(dirname(file)).toBe(runsFolder(journal.folder));
	expect(await hasEnd(file)).toBe(false);
	await expect(readRunFile(file)).rejects.toMatchObject({name: 'RunFileError'});
	expect(await interruptedRuns(journal)).toEqual([]);
});
