import {UploadIndex} from '../../source/multipart/index/upload-index.js';
import {defaultThresholds} from '../../source/multipart/liveness.js';
import type {Reading} from '../../source/multipart/reading.js';
import type {Upload} from '../../source/multipart/upload.js';
import type {Action} from '../../source/session/core/action.js';
import type {Effect} from '../../source/session/core/effect.js';
import type {Rows} from '../../source/session/core/step.js';
import {UploadGroups} from '../../source/session/uploads/tree/upload-groups.js';
import {bucket, now, type Stage, stage, upload} from './stage.js';

export const MiB = 1024 * 1024;
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** An upload and what a look at its parts brought. */
export type Listed = readonly [Upload, Reading];

/** An upload whose parts were read: the last one landed `quiet` ago (10 d), the upload began an hour before that. */
export function listed(
	key: string,
	{
		sizes = [8 * MiB, 8 * MiB, MiB],
		quiet = 10 * day,
		...more
	}: {readonly sizes?: readonly number[]; readonly quiet?: number} & Partial<Upload> = {},
): Listed {
	const bytes = sizes.reduce((sum, size) => sum + size, 0);
	const lastPart = sizes.length === 0 ? undefined : now - quiet;
	const summary = {count: sizes.length, bytes, lastPart, fingerprint: 1};
	return [upload(key, {initiated: now - quiet - hour, ...more}), {kind: 'read', summary}];
}

export type ListStage = Stage & {
	readonly index: UploadIndex;
	/** Tells the session what the index holds now. */
	changed(): void;
	/** Presses keys as they are named or written: `enter`, `j`, `raw/`. */
	keys(...pieces: readonly string[]): void;
};

const named =
	/^(enter|esc|tab|shift-tab|up|down|left|right|home|end|pageup|pagedown|backspace|ctrl-.)$/;

/** On a list of uploads that an index holds, as the program's does: filters, orders and marks are the true ones. */
export function listStage(
	uploads: readonly Listed[],
	{columns = 100, rows: height = 30} = {},
): ListStage {
	const index = new UploadIndex();
	index.add(uploads.map(([each]) => each));
	for (const [each, reading] of uploads) index.setReading(each, reading);
	const groups = new UploadGroups(index);
	const rows: Rows = {
		at: (_, position) => index.at(position),
		of(_, handle) {
			const row = index.row(handle);
			return row && {row, position: index.positionOf(handle)};
		},
		groups: {
			at: (_, position) => groups.at(position),
			of: (_, id) => groups.of(id),
			handles: (_, id) => groups.handles(id),
			hidden: (_, id) => groups.hidden(id),
		},
		historyRow: () => undefined,
		historyPlace: () => -1,
		pastActOf: () => undefined,
		movement: () => undefined,
		marked() {
			const [first] = index.markedRows();
			return {count: index.markedCount, first: first?.upload};
		},
	};
	/** The index as it is now. */
	const facts = (screen: number): Action => {
		index.setClock({now, thresholds: defaultThresholds});
		index.deriveAll();
		while (!groups.isCurrent) groups.derive(Number.POSITIVE_INFINITY);
		return {
			type: 'index-changed',
			screen,
			facts: {
				...{version: index.version, shown: index.shown, unsorted: index.unsorted},
				...{
					totals: index.totals(now),
					shownSums: index.shownSums,
					asked: index.asked,
					tree: groups.facts,
					pendingReads: 0,
					canResume: false,
					dropped: 0,
				},
				pace: {sent: 0, underWay: 0, waiting: 0, throttled: 0, width: 8},
			},
		};
	};
	const carryOut = (effect: Effect): readonly Action[] => {
		if (effect.type === 'set-view') index.setView(effect.view);
		else if (effect.type === 'mark') index.toggleMark(effect.handle);
		else if (effect.type === 'mark-range') index.markRange(effect.from, effect.to);
		else if (effect.type === 'mark-shown') index.markShown();
		else if (effect.type === 'mark-group')
			index.setMarks(groups.handles(effect.group), effect.marked);
		else if (effect.type === 'roll-up') groups.open(effect.level, effect.order);
		else if (effect.type === 'clear-marks') index.clearMarks();
		else return [];
		return [facts(effect.screen)];
	};
	const on = stage([], {rows, carryOut});
	const {id} = on.screen;
	on.tell({type: 'resized', columns, rows: height}, facts(id));
	return Object.defineProperties(
		{
			index,
			changed: () => void on.tell(facts(on.screen.id)),
			keys(...pieces: readonly string[]) {
				for (const piece of pieces)
					if (named.test(piece)) on.hit(piece);
					else on.type(piece);
			},
		},
		Object.getOwnPropertyDescriptors(on),
	) as ListStage;
}

export {bucket, now};
