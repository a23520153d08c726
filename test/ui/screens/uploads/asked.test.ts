import {describe, expect, test} from 'vitest';
import {type Listed, type ListStage, listed, listStage} from '../../../session/list-stage.js';
import {upload} from '../../../session/stage.js';
import {numbered} from '../../../support/stage.js';
import {drawn} from '../../drawn.js';

const unreadOf = (prefix: string, count: number): Listed[] =>
	numbered(prefix, count).map(key => [upload(key), {kind: 'unread'}]);
const screen = (on: ListStage) => drawn(on).join('\n');
/** How much may be read, as the list asks for it last. */
const budget = (on: ListStage) => {
	const effects = on.hit('ctrl-d');
	return effects.find(each => each.type === 'read-parts')?.budget;
};

describe('a filter that asks for thousands of parts', () => {
	test('says how many when it is kept, and reads them only where that is agreed to', () => {
		const on = listStage([...unreadOf('logs/', 2500), ...unreadOf('raw/', 100)]);
		on.keys('/', 'prefix:logs/ state:stalled');
		expect(on.state.dialog).toBeUndefined();
		on.keys('enter');
		expect(screen(on)).toMatch(/the filter asks for\?[\s\S]*2,500 ListParts requests or more/);
		on.keys('esc');
		expect(budget(on)).toBe(2000);
		// m asks the same, and it holds for this filter alone.
		on.keys('m', 'tab', 'enter');
		expect(on.state.dialog).toBeUndefined();
		expect(budget(on)).toBe(Number.POSITIVE_INFINITY);
		on.keys('/', ' size>1', 'enter');
		expect(on.state.dialog).toMatchObject({kind: 'read-more', uploads: 2500});
	});

	test('of fewer, or of none that are not read, it asks nothing', () => {
		const on = listStage([...unreadOf('logs/', 1999), listed('raw/1'), ...unreadOf('x/', 1000)]);
		on.keys('/', 'prefix:logs/ state:stalled', 'enter');
		expect(on.state.dialog).toBeUndefined();
		expect(budget(on)).toBe(Number.POSITIVE_INFINITY);
		on.keys('/', 'ctrl-u', 'prefix:x/', 'enter');
		expect(on.state.dialog).toBeUndefined();
		expect(budget(on)).toBe(2000);
	});
});

test('the bar of what is read says how long that takes, once its pace says something', () => {
	const on = listStage([...numbered('a', 10).map(key => listed(key)), ...unreadOf('b', 90)]);
	const reading = (read: number, seconds: number) => {
		const at = on.screen;
		if (at.kind !== 'uploads') throw new Error('no uploads');
		const {version, shown, unsorted, totals, canResume, dropped} = at;
		on.tell({type: 'ticked', now: on.state.now, here: seconds * 1000});
		on.tell({
			type: 'index-changed',
			screen: at.id,
			facts: {
				...{version, shown, unsorted, canResume, dropped, pendingReads: 1},
				...{totals: {...totals, read}, asked: 0},
			},
		});
		return screen(on);
	};
	expect(reading(10, 0)).toMatch(/reading parts 10 of 100 [━─]+(?! .*left)/);
	expect(reading(29, 10)).not.toContain('left');
	expect(reading(30, 10)).toMatch(/reading parts 30 of 100 [━─]+ 35 s left/);
});
