import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {
	type ActKind,
	type Intent,
	type Journal,
	JournalError,
	type NewAct,
	openJournal,
} from '../../../source/operations/journal/journal.js';
import {settleAct} from '../../../source/operations/journal/settle.js';
import {asWritten, said} from '../../support/reasons.js';
import {openActStage} from '../act-stage.js';

const hour = 60 * 60_000;

function act(kind: ActKind): NewAct {
	return {
		...{act: kind, connection: 'own:oos', endpoint: 'http://127.0.0.1:1'},
		...{bucket: 'b', key: 'k', uploadId: '2~a'},
		...(kind === 'complete' ? {planned: {partCount: 2}} : {}),
		...(kind === 'rescue' ? {file: '/data/tape.tar', bytes: 17} : {}),
	};
}

function stateFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'partway-rescue-act-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	return folder;
}

async function refusal(begun: Promise<Intent>): Promise<string> {
	const error = await begun.then(
		() => undefined,
		error => error,
	);
	return error instanceof JournalError ? error.problem.code : 'allowed';
}

const others = ['complete', 'abort', 'acl', 'rescue'] as const;

test('while it runs it forbids every other act on the upload, for however many hours it sends', async () => {
	const folder = stateFolder();
	const journal = openJournal({folder});
	await journal.begin(act('rescue'));
	const later = openJournal({folder, now: () => Date.now() + 100 * hour, isAlive: () => true});
	for (const kind of others) {
		expect(await refusal(journal.begin(act(kind)))).toBe('under-way');
		expect(await refusal(later.begin(act(kind)))).toBe('under-way');
	}
});

test.each(others)('is forbidden while a %s runs', async kind => {
	const journal = openJournal({folder: stateFolder()});
	await journal.begin(act(kind));
	expect(await refusal(journal.begin(act('rescue')))).toBe('under-way');
});

test('is forbidden after a Complete whose outcome is not known', async () => {
	const journal = openJournal({folder: stateFolder()});
	const intent = await journal.begin(act('complete'));
	await journal.end(intent, {outcome: 'unknown', reason: asWritten('Lost.')});
	expect(await refusal(journal.begin(act('rescue')))).toBe('unsettled');
});

test('one that was killed stands in nobody’s way', async () => {
	for (const kind of others) {
		const folder = stateFolder();
		await openJournal({folder}).begin(act('rescue'));
		const journal = openJournal({folder, isAlive: () => false});
		expect(await refusal(journal.begin(act(kind)))).toBe('allowed');
	}
});

test('that is done leaves other acts on the upload open', async () => {
	const folder = stateFolder();
	const journal: Journal = openJournal({folder});
	const rescue = await openJournal({folder}).begin(act('rescue'));
	const dead = openJournal({folder, isAlive: () => false});
	await dead.begin(act('abort'));
	await journal.end(rescue, {outcome: 'done', reason: {code: 'rescue-parts-sent'}, bytes: 17});
	const open = await openJournal({folder, isAlive: () => false}).openActs();
	expect(open.map(({intent}) => intent.act)).toEqual(['abort']);
});

test('that was killed is looked up without a request, and says how to go on', async () => {
	const on = await openActStage();
	const intent = await on.journal.begin({...act('rescue'), endpoint: on.gateway.endpoint});
	const journal = openJournal({folder: on.folder, isAlive: () => false});
	on.sandbox.requests.clear();
	expect(await settleAct({gateway: on.gateway, journal}, intent)).toMatchObject({
		kind: 'failed',
		reason: said('It was interrupted. Started again, the same rescue sends only what is left.'),
	});
	expect(on.sandbox.requests.log).toEqual([]);
	expect(await journal.openActs()).toEqual([]);
	expect((await journal.history()).acts).toMatchObject([
		{intent: {act: 'rescue', file: '/data/tape.tar', bytes: 17}, outcome: {outcome: 'failed'}},
	]);
});
