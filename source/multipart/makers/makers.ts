import {formatCount} from '../text/units.js';
import type {Maker} from './maker.js';
import {type MakerRecord, makerTable, tusd} from './maker-table.js';

export type {Maker};

export const makers: readonly MakerRecord[] = makerTable;

/** S3 allows no longer key, and a pattern that tries long may take long. */
const longestKey = 1024;

/** Who holds an upload of that key open on purpose; undefined where its name shows nobody. */
export function makerOf(key: string): Maker | undefined {
	if (key.length > longestKey) return undefined;
	const name = nameIn(key);
	for (const maker of makers) if (maker.shows(key, name)) return maker;
	return undefined;
}

/** The maker that an id names, in capitals or not. */
export function makerNamed(id: string): Maker | undefined {
	return makers.find(maker => maker.id === id.toLowerCase());
}

/** `held by flink` */
export function heldByWords({id}: Pick<Maker, 'id'>): string {
	return `held by ${id}`;
}

/** `3 held by flink`, `1 held by spark`: how many each maker holds, by its id, the most first. */
export function heldCounts(heldBy: Readonly<Record<string, number>>): string[] {
	return Object.entries(heldBy)
		.toSorted(([, one], [, other]) => other - one)
		.map(([id, count]) => `${formatCount(count)} ${heldByWords({id})}`);
}

/** `held by flink and spark`: all that hold some, the one that holds most first. */
export function heldByAny(heldBy: Readonly<Record<string, number>>): string {
	const ids = Object.keys(heldBy).toSorted((one, other) => heldBy[other]! - heldBy[one]!);
	return heldByWords({id: [ids.slice(0, -1).join(', '), ids.at(-1)].filter(Boolean).join(' and ')});
}

/** Who holds some uploads, how many, and what an abort of them loses beside the parts. */
export type HeldLoss = {readonly id: string; readonly lost: string; readonly count: number};

/** The losses of these uploads. */
export function heldLosses(
	uploads: ReadonlyArray<{readonly maker?: string; readonly makerUnseen?: true}>,
): readonly HeldLoss[] {
	const heldBy: Record<string, number> = {};
	for (const {maker, makerUnseen} of uploads)
		if (maker !== undefined && !makerUnseen) heldBy[maker] = (heldBy[maker] ?? 0) + 1;
	return lossesOf(heldBy);
}

/** The losses where each maker holds so many. */
export function lossesOf(heldBy: Readonly<Record<string, number>>): readonly HeldLoss[] {
	return [...makers, tusd].flatMap(({id, lost}) =>
		heldBy[id] === undefined ? [] : [{id, lost, count: heldBy[id]}],
	);
}

/** How many are held in all. */
export function heldCount(heldBy: Readonly<Record<string, number>>): number {
	return Object.values(heldBy).reduce((sum, count) => sum + count, 0);
}

function nameIn(key: string): string {
	return key.slice(key.lastIndexOf('/') + 1);
}
