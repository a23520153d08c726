import {expect, onTestFinished, test} from 'vitest';
import {type Journal, JournalError} from '../../../source/operations/journal/journal.js';
import {MeasuredUploads} from '../../../source/session/buckets/measured-uploads.js';
import type {Action, HistoryFacts} from '../../../source/session/core/action.js';
import type {HistoryScreen} from '../../../source/session/core/state.js';
import {HistoryReads} from '../../../source/session/history/history-reads.js';
import {drawn} from '../../ui/drawn.js';
import {stage} from '../stage.js';

test('a history that cannot be read is not said to be empty', async () => {
	const on = stage();
	on.press('history');
	const screen = on.screen as HistoryScreen;
	const pages = async function* () {
		yield* [];
		throw new JournalError({code: 'unavailable', file: 'acts.jsonl', reason: 'EACCES'} as never);
	};
	const told = new Promise<HistoryFacts>(resolve => {
		const dispatch = (action: Action) => {
			on.tell(action);
			if (action.type === 'history-changed' && !action.facts.isReading) resolve(action.facts);
		};
		const reads = new HistoryReads(screen, {
			deps: {launch: {kind: 'options', options: {}}, env: {}, writeTerminal() {}},
			gateway: () => undefined as never,
			journal: () => ({pages}) as unknown as Journal,
			connection: () => undefined,
			indexOf: () => undefined,
			halfMeasured: () => new Map(),
			measured: () => new MeasuredUploads(),
			dispatch,
		});
		onTestFinished(() => reads.dispose());
		reads.handlers['read-history']({type: 'read-history', screen: screen.id, rows: 20});
	});
	expect(await told).toMatchObject({read: 0, isWhole: false});
	const text = drawn(on).join('\n');
	expect(text).toContain('0 operations so far');
	expect(text).not.toMatch(/Nothing was|scrolls/);
});
