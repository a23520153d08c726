import type {Digests} from '../../source/multipart/rescue/proof.js';
import {planRescue} from '../../source/multipart/rescue/rescue-plan.js';
import type {PreparedRescue, RescueResult} from '../../source/operations/rescue/rescue-types.js';
import {asWritten} from '../support/reasons.js';
import {completionPlan, type Stage, upload} from './stage.js';

const MiB = 1024 * 1024;

/** The MD5 that the ETag of a part of `completionPlan` is. */
const md5 = (partNumber: number): Digests => ({
	MD5: Buffer.from(String(partNumber - 1).padStart(32, '0'), 'hex').toString('base64'),
});

/** What comparing a file of 20 MiB with an upload of two parts of 8 MiB brought: unless said, both are proven. */
export function preparedRescue(
	of = upload('a'),
	{
		digests = [md5(1), md5(2)],
		size = 20 * MiB,
		sizes = [8, 8],
		...more
	}: {
		readonly digests?: readonly Digests[];
		readonly size?: number;
		readonly sizes?: readonly number[];
	} & NonNullable<Parameters<typeof completionPlan>[1]> = {},
): PreparedRescue {
	const path = '/data/a.mov';
	return {
		plan: planRescue({
			completion: completionPlan(of, {sizes, ...more}),
			file: {path, size, modified: 0},
			choice: {},
			digests: new Map(digests.map((each, at) => [at + 1, each])),
			sent: new Map(),
		}),
		file: {path, identity: {size, mtimeNs: '0', ino: '1', dev: '1'}},
	};
}

/** The second part differs. */
export const oneDiffers = {digests: [md5(1), md5(1)]};
/** Nothing of the parts can be compared. */
export const noneProven = {digests: []};

/** Types a path that leads to a file. */
export function typeFile(on: Stage, path = '/data/a.mov'): void {
	// Where the last one lay.
	on.hit('ctrl-u');
	on.type(path);
	const seen = {kind: 'file', path, bytes: 20 * MiB} as const;
	on.tell({type: 'path-seen', typed: path, seen});
}

/** Presses `R`, types the file, and lets the plan come. */
export function askToRescue(on: Stage, prepared = preparedRescue()): void {
	on.press('rescue');
	typeFile(on);
	on.press('compare');
	on.tell({type: 'rescue-prepared', prepared});
}

/** The rescue is on its way. */
export function beginRescue(on: Stage): void {
	askToRescue(on);
	on.press('next-choice', 'confirm');
}

/** What a rescue came to that sent its part. */
export function rescueResult(kind: 'done' | 'stopped' | 'failed' | 'unknown'): RescueResult {
	return {kind, reason: asWritten('A sentence.'), sent: {parts: 1, bytes: 4 * MiB}};
}
