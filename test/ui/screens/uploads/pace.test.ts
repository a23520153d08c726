import {expect, test} from 'vitest';
import type {PaceFacts, SlowedBy} from '../../../../source/s3/pace/pace.js';
import {stage} from '../../../session/stage.js';
import {drawn} from '../../drawn.js';

/** The header, a second after the pace became slower. */
function headerAfter(why: SlowedBy, demo: boolean): string {
	const on = stage(undefined, {demo});
	const at = on.screen;
	if (at.kind !== 'uploads') throw new Error('no uploads');
	const {version, shown, unsorted, totals, canResume, dropped} = at;
	const slowed = {at: on.state.here - 1000, why};
	const pace: PaceFacts = {sent: 40, underWay: 0, waiting: 0, throttled: 0, width: 4, slowed};
	on.tell({
		type: 'index-changed',
		screen: at.id,
		facts: {version, shown, unsorted, totals, canResume, dropped, pendingReads: 0, asked: 0, pace},
	});
	return drawn(on).join('\n');
}

test('a server that becomes slower is called so, but for that of the demo, which is this process', () => {
	expect(headerAfter('latency', false)).toContain('server slow: 4 at a time');
	expect(headerAfter('latency', true)).toMatch(/^(?!.*slow).* 40 requests/m);
	for (const demo of [true, false])
		expect(headerAfter('throttled', demo)).toContain('asked for fewer: 4 at a time');
});
