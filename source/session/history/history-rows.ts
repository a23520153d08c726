import type {PastAct} from '../../operations/journal/journal.js';

/** The operations of one abort of many, the newest first: one row until it is opened. */
export type PastRun = {
	/** As the journal has it. */
	readonly id: string;
	readonly acts: readonly PastAct[];
	readonly isOpen: boolean;
};

/** A row of the history: a run, or an operation, which may be one of a run above it. */
export type HistoryRow =
	| {readonly run: PastRun}
	| {readonly act: PastAct; readonly isOfRun: boolean};

type Run = {readonly id: string; readonly place: number; readonly acts: PastAct[]};

/** Operations as rows. Those of a run, wherever they are among the others, are under its newest one. */
export class HistoryRows {
	readonly #open: ReadonlySet<string>;
	/** The rows while no run is open. */
	readonly #closed: Array<PastAct | Run> = [];
	readonly #runs = new Map<string, Run>();

	/** @param open the ids of the runs whose operations are shown. */
	constructor(open: ReadonlySet<string>) {
		this.#open = open;
	}

	/** Adds an operation that is older than all before it. */
	add(act: PastAct): void {
		const id = act.intent.run;
		const known = id === undefined ? undefined : this.#runs.get(id);
		if (known !== undefined) known.acts.push(act);
		else if (id === undefined) this.#closed.push(act);
		else {
			const run = {id, place: this.#closed.length, acts: [act]};
			this.#runs.set(id, run);
			this.#closed.push(run);
		}
	}

	get count(): number {
		return this.#openRuns().reduce((sum, {acts}) => sum + acts.length, this.#closed.length);
	}

	at(position: number): HistoryRow | undefined {
		let above = 0;
		for (const {place, acts} of this.#openRuns()) {
			const under = position - (place + above);
			if (under <= 0) break;
			if (under <= acts.length) return {act: acts[under - 1]!, isOfRun: true};
			above += acts.length;
		}
		const row = this.#closed[position - above];
		if (row === undefined) return undefined;
		if (!('acts' in row)) return {act: row, isOfRun: false};
		const [only, second] = row.acts;
		// A run of one is that operation.
		if (second === undefined) return {act: only!, isOfRun: false};
		return {run: {id: row.id, acts: row.acts, isOpen: this.#open.has(row.id)}};
	}

	/** The row of a run, or of an operation, by its id: that of its run where that is closed; -1 where there is none. */
	placeOf(id: string): number {
		const own = this.#runs.get(id);
		if (own !== undefined) return own.place + this.#rowsAbove(own.place);
		const isIt = ({intent}: PastAct) => intent.id === id;
		const place = this.#closed.findIndex(row => ('acts' in row ? row.acts.some(isIt) : isIt(row)));
		const row = this.#closed[place];
		if (row === undefined) return -1;
		const head = place + this.#rowsAbove(place);
		return 'acts' in row && this.#isOpen(row) ? head + 1 + row.acts.findIndex(isIt) : head;
	}

	#rowsAbove(place: number): number {
		return this.#openRuns().reduce(
			(sum, run) => (run.place < place ? sum + run.acts.length : sum),
			0,
		);
	}

	#isOpen({id, acts}: Run): boolean {
		return acts.length > 1 && this.#open.has(id);
	}

	/** From the top. */
	#openRuns(): Run[] {
		return [...this.#open]
			.flatMap(id => this.#runs.get(id) ?? [])
			.filter(run => this.#isOpen(run))
			.sort((one, other) => one.place - other.place);
	}
}
