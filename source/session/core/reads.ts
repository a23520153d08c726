import {BucketsReads} from '../buckets/buckets-reads.js';
import {ConnectionsReads} from '../connections/connections-reads.js';
import {HistoryReads} from '../history/history-reads.js';
import {PartsReads} from '../parts/parts-reads.js';
import {RulesReads} from '../rules/rules-reads.js';
import {UploadsReads} from '../uploads/uploads-reads.js';
import type {ScreenEffect} from './effect.js';
import type {ScreenId} from './screen-id.js';
import type {ReadsContext, ScreenReads} from './screen-reads.js';
import type {Screen} from './state.js';
import type {Rows} from './step.js';

/** What reads for each kind of screen: a new kind is a line here. */
const kinds = {
	connections: ConnectionsReads,
	buckets: BucketsReads,
	uploads: UploadsReads,
	parts: PartsReads,
	history: HistoryReads,
	rules: RulesReads,
} satisfies {
	[K in Screen['kind']]: new (
		screen: Extract<Screen, {kind: K}>,
		context: ReadsContext,
	) => ScreenReads;
};

type Kinds = typeof kinds;
type ReadsOf<K extends Screen['kind']> = InstanceType<Kinds[K]>;

/** The reads of the screens that are open. */
export class Reads {
	readonly #context: ReadsContext;
	readonly #open = new Map<ScreenId, ScreenReads>();
	#isClosed = false;

	constructor(context: ReadsContext) {
		this.#context = context;
	}

	/** Makes what reads for screens that opened, and ends what read for those that were left. */
	follow(screens: readonly Screen[]): void {
		if (this.#isClosed) return;
		for (const [id, reads] of this.#open)
			if (!screens.some(screen => screen.id === id)) {
				reads.dispose();
				this.#open.delete(id);
			}
		for (const screen of screens)
			if (!this.#open.has(screen.id)) {
				const Made = kinds[screen.kind] as new (
					screen: Screen,
					context: ReadsContext,
				) => ScreenReads;
				this.#open.set(screen.id, new Made(screen, this.#context));
			}
	}

	/** Those of a screen, where it is still open and of this kind. */
	of<K extends Screen['kind']>(kind: K, screen: ScreenId): ReadsOf<K> | undefined {
		const reads = this.#open.get(screen);
		return reads instanceof kinds[kind] ? (reads as ReadsOf<K>) : undefined;
	}

	/** Those of every screen of a kind. */
	all<K extends Screen['kind']>(kind: K): ReadonlyArray<ReadsOf<K>> {
		return [...this.#open.keys()].flatMap(id => this.of(kind, id) ?? []);
	}

	/** Ends all of them for good. */
	close(): void {
		this.follow([]);
		this.#isClosed = true;
	}

	/** Does what is to be read for a screen, where it is still open. */
	run(effect: ScreenEffect): void {
		const reads = this.#open.get(effect.screen);
		if (effect.type === 'stop-reads') reads?.stop();
		// The compiler does not see that the type and the handler go together.
		else (reads?.handlers[effect.type] as ((of: ScreenEffect) => void) | undefined)?.(effect);
	}

	/** The rows that they hold. */
	readonly rows: Rows = {
		at: (screen, position) => this.of('uploads', screen)?.index.at(position),
		of: (screen, handle) => {
			const index = this.of('uploads', screen)?.index;
			const row = index?.row(handle);
			return index && row && {row, position: index.positionOf(handle)};
		},
		movement: (screen, handle) => this.of('uploads', screen)?.movementOf(handle),
		marked: screen => {
			const index = this.of('uploads', screen)?.index;
			const [first] = index?.markedRows() ?? [];
			return {count: index?.markedCount ?? 0, first: first?.upload};
		},
		groups: {
			at: (screen, position) => this.of('uploads', screen)?.groups.at(position),
			of: (screen, id) => this.of('uploads', screen)?.groups.of(id),
			handles: (screen, id) => this.of('uploads', screen)?.groups.handles(id) ?? new Uint32Array(0),
			hidden: (screen, id) => this.of('uploads', screen)?.groups.hidden(id) ?? 0,
		},
		historyRow: (screen, position) => this.of('history', screen)?.rows.at(position),
		historyPlace: (screen, id) => this.of('history', screen)?.rows.placeOf(id) ?? -1,
		pastActOf: (screen, id) => this.of('history', screen)?.actOf(id),
	};
}
