import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';
import {expect, test} from 'vitest';
import type {HourOfUse} from './endurance.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Builds it as scripts/simulate.mjs does, and uses a session for so many hours of its clock. */
async function hoursOfUse(hours: number): Promise<{hours: HourOfUse[]; left: string[]}> {
	const out = mkdtempSync(join(modules, '.endurance-'));
	const simulated = {
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20.19',
		define: {
			...{PARTWAY_VERSION: '"0"', 'process.env.NODE_ENV': '"production"'},
			'Math.random': 'givenRandom',
		},
		supported: {'dynamic-import': false},
		logOverride: {'empty-import-meta': 'silent'},
	} as const;
	const [program, sdk, main] = ['program.cjs', 'sdk.cjs', 'main.mjs'].map(name => join(out, name));
	try {
		await Promise.all([
			esbuild.build({
				...simulated,
				entryPoints: [join(here, 'program.ts')],
				outfile: program,
				external: ['@aws-sdk/*', '@smithy/*', 'graceful-fs', 'signal-exit'],
			}),
			esbuild.build({
				...simulated,
				entryPoints: [join(here, 'sdk.ts')],
				outfile: sdk,
				mainFields: ['module', 'main'],
			}),
			esbuild.build({
				bundle: true,
				platform: 'node',
				format: 'esm',
				packages: 'external',
				entryPoints: [join(here, 'endurance.ts')],
				outfile: main,
			}),
		]);
		const args = ['--expose-gc', main, program, sdk, String(hours)] as string[];
		return JSON.parse(execFileSync(process.execPath, args, {encoding: 'utf8'})) as {
			hours: HourOfUse[];
			left: string[];
		};
	} finally {
		rmSync(out, {recursive: true, force: true});
	}
}

test('eight hours of use leave memory, timers and connections as they are after one', async () => {
	const {hours, left} = await hoursOfUse(8);
	const [first, last] = [hours[0]!, hours[7]!];
	// It was used: lists were read again and again, and uploads completed and aborted in each hour.
	expect(last.requests - first.requests).toBeGreaterThan(700);
	expect(last.acts - first.acts).toBeGreaterThan(20);
	// Each operation is kept, and shown on request: some kilobytes of it. The heap of an hour is 21 MB.
	const grown = Math.min(...hours.slice(5).map(({heap}) => heap)) - first.heap;
	expect(grown).toBeLessThan(3_000_000);
	for (const {timers, connections, handles} of hours) {
		expect(timers).toBeLessThan(5);
		expect(connections).toBeLessThan(10);
		expect(handles).toBe(first.handles);
	}
	// A tick each five seconds in a quarter of an hour, by which ages on the screen move on; nothing is asked for.
	for (const {idle} of hours) {
		expect(idle.renders).toBeLessThan(400);
		// A run is left paused by then, which looks four times a second whether it has something to tell, and keeps its locks.
		expect(idle.events).toBeLessThan(8000);
		expect(idle.requests).toBe(0);
	}
	// What was sent runs on until the process ends: the paused run keeps its file and its two timers, and nothing else is left.
	const ofRun = /^a timer of|^a handle of [\da-f-]{36}\.jsonl$/;
	expect(left.filter(each => !ofRun.test(each))).toEqual([]);
	expect(left.length).toBeLessThanOrEqual(3);
});
