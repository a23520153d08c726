import type {AbortSelection} from '../../source/multipart/abort-selection.js';
import {planCompletion} from '../../source/multipart/completion/completion.js';
import type {Seen} from '../../source/multipart/completion/evidence.js';
import {defaultThresholds, type Liveness} from '../../source/multipart/liveness.js';
import type {Price} from '../../source/multipart/price.js';
import {unread} from '../../source/multipart/reading.js';
import {serviceFacts} from '../../source/multipart/services/service.js';
import type {Upload} from '../../source/multipart/upload.js';
import {noStates} from '../../source/multipart/upload-state.js';
import type {AbortPlan, AbortReading, AbortResult} from '../../source/operations/abort/abort.js';
import type {AbortRunFacts, AbortRunResult} from '../../source/operations/abort-run/abort-run.js';
import type {OpenAct, PastAct} from '../../source/operations/journal/journal.js';
import {S3Failure} from '../../source/s3/failure/failure.js';
import type {Action} from '../../source/session/core/action.js';
import type {Effect} from '../../source/session/core/effect.js';
import type {Screen, SessionState} from '../../source/session/core/state.js';
import type {Rows} from '../../source/session/core/step.js';
import {createSession} from '../../source/session/core/store.js';
import {update} from '../../source/session/core/update.js';
import {bindingFor, bindings} from '../../source/session/keys/keymap.js';
import {asWritten} from '../support/reasons.js';

export const bucket = 'media';
export const now = Date.parse('2026-11-22T12:00:00Z');
const MiB = 1024 * 1024;
const day = 24 * 60 * 60_000;

export const upload = (key: string, more: Partial<Upload> = {}): Upload => ({
	key,
	uploadId: `id of ${key}`,
	initiated: now - 90 * day,
	keyCertain: true,
	...more,
});

/** What the history holds, wherever the cursor is. */
export const pastAct: PastAct = {
	intent: {
		...{id: '1', time: '2026-11-20T12:00:00.000Z', act: 'complete', connection: 'own:test'},
		...{endpoint: 'https://s3.example.com', bucket, key: 'a', uploadId: 'id of a'},
		...{pid: 1, host: 'h'},
	},
	standing: 'unknown',
	earlier: [],
};

/** Of a list that nobody groups. */
export const noGroups: Rows['groups'] = {
	at: () => undefined,
	of: () => undefined,
	handles: () => new Uint32Array(0),
	hidden: () => 0,
};

/** A session without effects: they are collected, and answered by the test. */
export type Stage = {
	readonly state: SessionState;
	readonly screen: Screen;
	readonly rows: Rows;
	/** Tells what happened; gives back what is to be done. */
	tell(...actions: readonly Action[]): readonly Effect[];
	/** Presses keys by the names of their bindings; one that does not hold here does nothing. */
	press(...names: readonly string[]): readonly Effect[];
	/** Presses keys that are no text. */
	hit(...keys: readonly string[]): readonly Effect[];
	/** Types text, letter by letter. */
	type(text: string): readonly Effect[];
	mark(...uploads: readonly Upload[]): void;
};

/** What tells that a list holds so many uploads, of which nothing is read. */
export function listed(screen: number, count: number): Action {
	return {
		type: 'index-changed',
		screen,
		facts: {
			version: 1,
			shown: count,
			pendingReads: 0,
			unsorted: 0,
			canResume: false,
			dropped: 0,
			pace: {sent: 0, underWay: 0, waiting: 0, throttled: 0, width: 8},
			totals: {
				count,
				read: 0,
				sized: 0,
				unreadable: 0,
				bytes: 0,
				byState: {...noStates(), unknown: count},
				heldBy: {},
				heldUnread: 0,
				heldBytes: 0,
				heldSized: 0,
				marked: 0,
				markedBytes: 0,
				markedSized: 0,
			},
		},
	};
}

/** On the list of uploads, which has ended; connected. */
export function stage(
	uploads: readonly Upload[] = ['a', 'b', 'c'].map(key => upload(key)),
	{
		readOnly = false,
		demo = false,
		price,
		rows: own,
		carryOut,
	}: {
		readonly readOnly?: boolean;
		readonly demo?: boolean;
		readonly price?: Price;
		/** In place of rows that are made up. */
		readonly rows?: Rows;
		/** What an effect brings at once. */
		readonly carryOut?: (effect: Effect) => readonly Action[];
	} = {},
): Stage {
	let marked: readonly Upload[] = [];
	const at = (_: number, position: number) => {
		const found = uploads[position];
		return found && {handle: position, upload: found, reading: unread, marked: false};
	};
	const rows: Rows = own ?? {
		at,
		of(screen, handle) {
			const row = at(screen, handle);
			return row && {row, position: handle};
		},
		groups: noGroups,
		historyRow: () => ({act: pastAct, isOfRun: false}),
		historyPlace: () => 0,
		pastActOf: () => pastAct,
		movement: () => undefined,
		marked: () => ({count: marked.length, first: marked[0]}),
	};
	const {getState} = createSession({
		launch: {kind: 'options', options: {}},
		env: {},
		writeTerminal: () => {},
	});
	let state: SessionState = {...getState(), now};
	const tell = (...actions: readonly Action[]) => {
		const effects: Effect[] = [];
		const left = [...actions];
		for (let action = left.shift(); action !== undefined; action = left.shift()) {
			const [next, todo] = update(state, action, rows);
			state = next;
			effects.push(...todo);
			left.unshift(...todo.flatMap(each => carryOut?.(each) ?? []));
		}
		return effects;
	};
	const press = (name: string) => {
		const named = bindings.filter(each => each.name === name);
		if (named.length === 0) throw new Error(`No binding is called ${name}.`);
		const key = named
			.flatMap(({keys}) => keys)
			.find(each => bindingFor(state, each)?.name === name);
		return key === undefined ? [] : tell({type: 'key', key, alone: true});
	};
	tell({
		type: 'connected',
		connection: {
			label: 'own:test',
			demo,
			endpoint: 'http://127.0.0.1:9000',
			region: 'us-east-1',
			readOnly,
			price,
			thresholds: defaultThresholds,
		},
		target: {bucket, prefix: ''},
	});
	const [list] = state.screens;
	const id = list?.id ?? 0;
	tell(listed(id, uploads.length), {type: 'listing-ended', screen: id, how: 'ended'});
	return {
		get state() {
			return state;
		},
		get screen() {
			const top = state.screens.at(-1);
			if (top === undefined) throw new Error('no screen');
			return top;
		},
		rows,
		tell,
		press: (...names) => names.flatMap(press),
		hit: (...keys) => tell(...keys.map(key => ({type: 'key', key, alone: true}) as const)),
		type: typed =>
			tell(
				...[...typed].map(
					text => ({type: 'key', key: text === ' ' ? 'space' : text, text, alone: true}) as const,
				),
			),
		mark(...chosen) {
			marked = chosen;
		},
	};
}

/** A plan of three parts that landed `quiet` ago, with dates and nothing at the key unless said. */
export function completionPlan(
	of: Upload,
	{
		quiet = 10 * day,
		existing,
		sizes = [8, 8, 1],
		dated = true,
		initiated,
		activeWithin,
	}: {
		quiet?: number;
		existing?: Seen;
		sizes?: readonly number[];
		dated?: boolean;
		initiated?: number;
		activeWithin?: number;
	} = {},
) {
	return planCompletion({
		target: {bucket, key: of.key, uploadId: of.uploadId},
		listing: {
			parts: sizes.map((size, at) => ({
				partNumber: at + 1,
				size: size * MiB,
				etag: `"${String(at).padStart(32, '0')}"`,
				...(dated ? {lastModified: now - quiet} : {}),
				checksums: {},
			})),
		},
		facts: serviceFacts({endpoint: 'https://s3.eu-west-1.amazonaws.com'}),
		existing,
		initiated,
		now,
		...(activeWithin === undefined ? {} : {thresholds: {...defaultThresholds, activeWithin}}),
		uploadKeyCertain: of.keyCertain,
	});
}

export const denied = new S3Failure({
	operation: 'ListParts',
	target: {bucket},
	code: 'AccessDenied',
	status: 403,
	requestId: 'REQUEST',
	retryable: false,
	effect: 'never',
	hint: {code: 'not-permitted', action: 's3:ListMultipartUploadParts'},
});

/** A plan to abort an upload of that liveness. */
export function abortPlan(of: Upload, liveness: Liveness | 'gone' | 'refused'): AbortPlan {
	const readings: Record<typeof liveness, AbortReading> = {
		active: {
			kind: 'read',
			summary: {count: 1, bytes: MiB, lastPart: now, fingerprint: 1},
		},
		idle: {
			kind: 'read',
			summary: {count: 1, bytes: MiB, lastPart: now - day / 2, fingerprint: 1},
		},
		stalled: {
			kind: 'read',
			summary: {count: 1, bytes: MiB, lastPart: now - 9 * day, fingerprint: 1},
		},
		empty: {kind: 'read', summary: {count: 0, bytes: 0, fingerprint: 1}},
		unknown: {kind: 'denied', failure: denied},
		gone: {kind: 'gone'},
		refused: {kind: 'refused', reason: asWritten('The key is not certain.')},
	};
	return {
		upload: of,
		target: {bucket, key: of.key, uploadId: of.uploadId},
		reading: readings[liveness],
		liveness: liveness === 'gone' || liveness === 'refused' ? 'unknown' : liveness,
	};
}

export function abortResult(of: Upload, kind: AbortResult['kind']): AbortResult {
	return {
		target: {bucket, key: of.key, uploadId: of.uploadId},
		kind,
		reason: asWritten('A sentence.'),
	};
}

/** An act that the journal holds open. */
export function openAct(of: Upload, act: 'complete' | 'abort', state: OpenAct['state']): OpenAct {
	return {
		intent: {
			id: `${act} of ${of.key}`,
			time: new Date(now).toISOString(),
			act,
			connection: 'own:test',
			endpoint: 'http://127.0.0.1:9000',
			bucket,
			key: of.key,
			uploadId: of.uploadId,
			pid: 1,
			host: 'here',
		},
		state,
	};
}

/** Presses `c`, lets the plan come and goes to the button; the next `confirm` sends. */
export function askToComplete(on: Stage, of: Upload): void {
	on.press('complete');
	on.tell({type: 'complete-prepared', plan: completionPlan(of), changes: []});
	on.press('next-choice');
}

/** The types of the effects. */
export function kinds(effects: readonly Effect[]): string[] {
	return effects.map(({type}) => type);
}

/** What an abort of these is: all of them quiet for ten days. */
export function selectionOf(
	uploads: readonly Upload[],
	more: Partial<AbortSelection> = {},
): AbortSelection {
	return {
		uploads: uploads.map(({key, uploadId, initiated}) => ({
			key,
			uploadId,
			initiated,
			summary: {count: 1, bytes: MiB, lastPart: now - 10 * day, fingerprint: 1},
			liveness: 'stalled',
		})),
		bytes: uploads.length * MiB,
		notStalled: 0,
		active: 0,
		activeTaken: false,
		heldBy: {},
		heldTaken: false,
		heldUnseen: 0,
		unknown: 0,
		unknownTaken: false,
		notFound: [],
		phantoms: [],
		unsettled: 0,
		uncertainKeys: 0,
		tooLong: 0,
		protectedKeys: 0,
		gone: 0,
		...more,
	};
}

/** How a run stands. */
export function runFacts(counts: Partial<AbortRunFacts['counts']>): AbortRunFacts {
	const none = {
		gone: 0,
		accepted: 0,
		failed: 0,
		unknown: 0,
		'left-alone': 0,
		refused: 0,
		stopped: 0,
	};
	return {
		state: 'running',
		total: 2,
		counts: {...none, ...counts},
		waiting: 0,
		underWay: 0,
		freed: 0,
		freeing: 0,
		unsized: 0,
		throttled: 0,
		elapsed: 0,
	};
}

export function runResult(of: Upload, kind: AbortRunResult['kind']): AbortRunResult {
	const {key, uploadId} = of;
	return {upload: {key, uploadId, liveness: 'stalled'}, kind, reason: asWritten('A sentence.')};
}
