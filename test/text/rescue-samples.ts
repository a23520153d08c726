import type {OwnFinding} from '../../source/multipart/rescue/rescue-finding.js';
import {planRescue, type RescuePlan} from '../../source/multipart/rescue/rescue-plan.js';
import {plans} from './plan-samples.js';

const MiB = 1024 * 1024;
const range = {start: 8 * MiB, end: 16 * MiB};

const noLayout = (['no-parts', 'one-part', 'sizes-differ', 'sizes-unknown'] as const).map(
	(why): OwnFinding => ({level: 'blocks', code: 'part-size-needed', why, partNumbers: []}),
);

const differ = {level: 'blocks', code: 'parts-differ', first: range} as const;
const unproven = {level: 'blocks', code: 'parts-unproven'} as const;
const [modified, initiated] = ['2026-11-22T12:00:00Z', '2026-11-20T09:30:00Z'].map(Date.parse);

/** Each finding of a rescue with sample facts. */
export const rescueFindingSamples: readonly OwnFinding[] = [
	...noLayout,
	{...differ, noneEqual: false, isReplaced: false, partNumbers: [2, 3, 4]},
	{...differ, noneEqual: true, isReplaced: true, partNumbers: [2]},
	{...unproven, isResent: false, partNumbers: [1, 2]},
	{...unproven, isResent: true, partNumbers: [1]},
	{level: 'blocks', code: 'parts-beyond', fileSize: 20 * MiB, partNumbers: [4, 5]},
	{level: 'warns', code: 'file-newer', partNumbers: [], modified: modified!, initiated: initiated!},
];

/** Plans of rescues: two parts of 8 MiB are there, of a file of 20 MiB. */
export function rescuePlans(): RescuePlan[] {
	const [completion] = plans();
	if (completion === undefined) throw new Error('no plan');
	const file = {path: '/data/a.mov', size: 20 * MiB, modified: 0};
	const known = {completion, file, sent: new Map()};
	// The ETags of the samples, as MD5s are written.
	const md5 = (partNumber: number) =>
		Buffer.from(String(partNumber).padStart(32, '0'), 'hex').toString('base64');
	const digests = new Map([1, 2].map(number => [number, {MD5: md5(number)}] as const));
	const different = new Map([...digests, [2, {MD5: md5(7)}] as const]);
	return [
		planRescue({...known, choice: {}, digests}),
		planRescue({...known, choice: {replaceDifferent: true}, digests: different}),
		planRescue({...known, choice: {resendUnproven: true}, digests: new Map()}),
		planRescue({...known, file: {...file, size: 10 * MiB}, choice: {}, digests}),
		planRescue({...known, completion: plans()[4]!, choice: {}, digests}),
		planRescue({...known, file: {...file, size: 16 * MiB}, choice: {}, digests}),
	];
}
