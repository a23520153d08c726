import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import type {ActDeps} from '../../../source/operations/journal/acting.js';
import {gate} from '../../support/gate.js';
import {planFor, start} from '../abort-run/abort-run-stage.js';
import {type ActStage, bucket, MiB, openActStage} from '../act-stage.js';

/** Plans the Abort of an upload; what is returned carries it out and tells what became of the upload. */
type Way = (on: ActStage, target: UploadTarget) => Promise<(deps: ActDeps) => Promise<unknown>>;

const ways: Readonly<Record<string, Way>> = {
	'of one upload': async (on, target) => {
		const plan = await planAbort(on.gateway, bucket, on.row(target));
		return async deps => (await abortUpload(deps, plan)).kind;
	},
	'of a run': async (on, target) => {
		const plan = await planFor(on, [target]);
		return async deps => {
			const {counts} = await (await start({...on, deps} as ActStage, plan)).ended;
			return Object.entries(counts).find(([, count]) => count > 0)?.[0];
		};
	},
};

/** The ids of the uploads of which the file of the journal holds an intent. */
function intended({journal}: ActStage): unknown[] {
	const lines = readFileSync(journal.file, 'utf8').trim().split('\n');
	return lines.map(line => JSON.parse(line)).flatMap(({uploadId}) => uploadId ?? []);
}

describe.each(Object.entries(ways))('an Abort %s', (_name, prepare) => {
	test('writes its intent, reads the upload again and is sent, in this order', async () => {
		const on = await openActStage();
		const target = on.upload();
		const act = await prepare(on, target);
		on.sandbox.requests.clear();
		const {closed, open} = gate();
		on.sandbox.faults.add({
			operation: 'ListParts',
			times: 1,
			action: {hold: closed, when: 'before'},
		});
		const arrived = on.sandbox.requests.next('ListParts');
		const acting = act(on.deps);
		await arrived;
		expect(intended(on)).toEqual([target.uploadId]);
		open();
		expect(await acting).toBe('gone');
		const operations = on.sandbox.requests.log.map(({operation}) => operation);
		expect(operations.slice(0, 2)).toEqual(['ListParts', 'AbortMultipartUpload']);
	});

	test('leaves an upload alone to which a part came while the journal was written', async () => {
		const on = await openActStage();
		const target = on.upload();
		const act = await prepare(on, target);
		const {journal} = on;
		const begin: typeof journal.begin = async (...given) => {
			const intent = await journal.begin(...given);
			on.sandbox.seed.part({...target, number: 4, size: MiB});
			return intent;
		};
		expect(await act({...on.deps, journal: {...journal, begin}})).toBe('left-alone');
		expect((await on.gateway.listParts(target)).parts).toHaveLength(4);
		const {acts} = await journal.history();
		expect(acts.map(({standing}) => standing)).toEqual(['not-sent']);
	});
});
