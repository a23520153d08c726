import {expect, test} from 'vitest';
import {RunFileError} from '../../../source/operations/abort-run/error.js';
import {RunControls} from '../../../source/operations/abort-run/run-controls.js';

const [first, second] = [new RunFileError('the first'), new RunFileError('the second')];

/** Whether it waits no longer, once all that follows has happened. */
async function isReleased(controls: RunControls): Promise<() => boolean> {
	let released = false;
	void controls.untilReleased().then(() => {
		released = true;
	});
	await new Promise(setImmediate);
	return () => released;
}

test('the first trouble says why it is paused, until it goes on', () => {
	const controls = new RunControls();
	expect([controls.pause(first), controls.pause(second)]).toEqual([true, false]);
	expect(controls.pausedBy).toBe(first);
	expect(controls.goOn()).toBe(true);
	expect([controls.isHalted, controls.pausedBy]).toEqual([false, undefined]);
});

test('what began before it went on can be told from what began after it', () => {
	const controls = new RunControls();
	expect([controls.goOn(), controls.releases]).toEqual([false, 0]);
	controls.pause(first);
	controls.goOn();
	expect(controls.releases).toBe(1);
});

test('what waits is let go by going on, or by a stop, and waits on where it is paused again at once', async () => {
	for (const release of ['goOn', 'stop'] as const) {
		const controls = new RunControls();
		controls.pause();
		const released = await isReleased(controls);
		expect(released()).toBe(false);
		controls[release]();
		await new Promise(setImmediate);
		expect(released()).toBe(true);
	}
	const controls = new RunControls();
	controls.pause();
	const released = await isReleased(controls);
	controls.goOn();
	controls.pause(second);
	await new Promise(setImmediate);
	expect(released()).toBe(false);
});

test('a stop is for good: it is held, and neither paused nor to go on', () => {
	const controls = new RunControls();
	controls.pause(first);
	expect([controls.stop(), controls.stop()]).toEqual([true, false]);
	expect([controls.isPaused, controls.isStopped, controls.isHalted]).toEqual([false, true, true]);
	expect([controls.goOn(), controls.pause(second)]).toEqual([false, false]);
});
