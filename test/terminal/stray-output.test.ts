import {once} from 'node:events';
import {afterEach, describe, expect, test} from 'vitest';
import {captureStrayOutput} from '../../source/terminal/stray-output.js';

let release: (() => void) | undefined;

function capture(): string[] {
	const taken: string[] = [];
	release = captureStrayOutput(text => {
		taken.push(text);
	});
	return taken;
}

afterEach(() => {
	release?.();
	release = undefined;
});

describe('captureStrayOutput', () => {
	test('takes every way in which a console prints', () => {
		const taken = capture();
		console.log('one %s', 'way');
		console.error('two');
		console.warn('three\nlines');
		console.info({four: 4});
		console.table([5]);
		expect(taken.slice(0, 4)).toEqual(['one way', 'two', 'three\nlines', '{ four: 4 }']);
		expect(taken[4]).toContain('5');
	});

	test("takes Node's warnings, and keeps Node from printing them", async () => {
		const printed: string[] = [];
		const printer = (warning: Error) => {
			printed.push(warning.message);
		};
		process.on('warning', printer);
		const before = process.listeners('warning');
		const taken = capture();
		expect(process.listeners('warning')).toHaveLength(1);
		const warned = once(process, 'warning');
		process.emitWarning('socket slow');
		await warned;
		expect(taken.join()).toContain('socket slow');
		release?.();
		expect(process.listeners('warning')).toEqual(before);
		process.off('warning', printer);
		expect(printed).toEqual([]);
	});

	test('takes direct writes to stderr, and calls back', async () => {
		const taken = capture();
		await new Promise<void>(resolve => {
			process.stderr.write(Buffer.from('raw\n'), () => resolve());
		});
		await new Promise<void>(resolve => {
			process.stderr.write('text', 'utf8', () => resolve());
		});
		expect(taken).toEqual(['raw', 'text']);
	});

	test('puts everything back', () => {
		const {log, error} = console;
		const {write} = process.stderr;
		const taken = capture();
		expect(console.log).not.toBe(log);
		release?.();
		expect([console.log, console.error]).toEqual([log, error]);
		expect(process.stderr.write).toBe(write);
		expect(taken).toEqual([]);
	});

	test('a sink that prints does not call itself, and one that throws is asked again', () => {
		const taken: string[] = [];
		release = captureStrayOutput(text => {
			taken.push(text);
			console.log('from the sink');
			if (taken.length === 1) throw new Error('disk full');
		});
		expect(() => process.stderr.write('first')).toThrow('disk full');
		process.stderr.write('second');
		expect(taken).toEqual(['first', 'second']);
	});
});
