import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Handle, UploadIndex, View} from '../../multipart/index/upload-index.js';
import type {Thresholds} from '../../multipart/liveness.js';
import {plural} from '../../multipart/text/units.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {Movement} from '../../operations/scan/movement.js';
import {Scan, type ScanEvent} from '../../operations/scan/scan.js';
import type {ReadRequest} from '../../operations/scan/scan-reads.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {Action, IndexFacts} from '../core/action.js';
import type {SessionState} from '../core/state.js';

/**
 * The screen hears of an index that changes all the time this often, in milliseconds: a frame costs
 * 10 to 20 of them (Ink 8 on Node 20, 120×40), and a key that is pressed meanwhile waits for it.
 */
const reportEvery = 250;

/** Filtering and sorting take the processor for so many milliseconds at a time; keys are drawn between. */
const slice = 4;

/** A cursor that was not moved for this long rests, in milliseconds. */
const restsAfter = 200;

/** The scan behind one list of uploads, and what the session is told of it. */
export class UploadsReads {
	readonly #scan: Scan;
	readonly #gateway: Gateway;
	readonly #screen: number;
	readonly #bucket: string;
	readonly #dispatch: (action: Action) => void;
	readonly #state: () => SessionState;
	#timer: NodeJS.Timeout | undefined;
	#resting: NodeJS.Timeout | undefined;
	#deriving = false;
	#told = false;
	#left = false;

	constructor(options: {
		gateway: Gateway;
		screen: number;
		bucket: string;
		prefix: string;
		/** Of the connection. */
		thresholds: Thresholds | undefined;
		dispatch: (action: Action) => void;
		state: () => SessionState;
	}) {
		this.#gateway = options.gateway;
		this.#screen = options.screen;
		this.#bucket = options.bucket;
		this.#dispatch = options.dispatch;
		this.#state = options.state;
		this.#scan = new Scan({...options, onEvent: event => this.#onEvent(event)});
	}

	get index(): UploadIndex {
		return this.#scan.index;
	}

	movementOf(handle: Handle): Movement | undefined {
		return this.#scan.movementOf(handle);
	}

	/** Lists from the start, or goes on where the list was cut. */
	list(from: 'start' | 'resume'): void {
		void (from === 'resume' ? this.#scan.goOn() : this.#scan.list());
	}

	/** Reads what is asked for; what the cursor only passes waits until it rests. */
	readParts(request: ReadRequest): void {
		if (this.#left) return;
		if (request.moving) {
			clearTimeout(this.#resting);
			this.#resting = setTimeout(() => {
				this.#resting = undefined;
				this.readParts({...request, moving: false});
			}, restsAfter);
		}
		const idle = this.#scan.pending === 0;
		this.#scan.read({...request, moving: this.#resting !== undefined});
		// Told at once: Esc ends what runs, and only then leaves.
		if (idle && this.#scan.pending > 0) this.report();
	}

	watch(wanted: boolean): void {
		this.#scan.watch(wanted);
		this.report();
	}

	setView(view: View): void {
		this.index.setView(view);
		this.report();
	}

	/** Acts took the uploads away. */
	forget(targets: readonly UploadTarget[]): void {
		this.index.removeMany(targets.filter(({bucket}) => bucket === this.#bucket));
		this.report();
	}

	/** Acts found the uploads other than they were. */
	lookAgain(targets: readonly UploadTarget[]): void {
		const own = targets.filter(({bucket}) => bucket === this.#bucket);
		if (own.length > 0) this.#scan.lookAgain(own);
	}

	/** Ends what runs; what was read stays. */
	stop(): void {
		clearTimeout(this.#resting);
		this.#resting = undefined;
		this.#scan.stop();
		this.report();
	}

	leave(): void {
		this.#left = true;
		clearTimeout(this.#resting);
		clearTimeout(this.#timer);
		this.#scan.close();
	}

	/** Brings the order up to date and tells the session; keys are drawn meanwhile. */
	report(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (!this.#deriving) void this.#derive();
	}

	async #derive(): Promise<void> {
		this.#deriving = true;
		const {index} = this;
		index.setClock({now: this.#gateway.now(), thresholds: this.#scan.thresholds});
		while (!this.#left && !index.derive(slice)) await nextTurn();
		this.#deriving = false;
		if (!this.#left)
			this.#dispatch({type: 'index-changed', screen: this.#screen, facts: this.#facts()});
	}

	#onEvent(event: ScanEvent): void {
		if (this.#left) return;
		if (event.kind === 'changed') {
			this.#timer ??= setTimeout(() => this.report(), this.index.count === 0 ? 0 : reportEvery);
			return;
		}
		const screen = this.#screen;
		if (event.kind === 'credentials-lost') {
			this.report();
			this.#dispatch({type: 'failed', screen, trouble: event.failure});
			return;
		}
		if (event.kind === 'went') {
			this.report();
			const are = event.count === 1 ? 'is' : 'are';
			const text = `${plural(event.count, 'upload')} ${are} gone: completed or aborted meanwhile.`;
			this.#dispatch({type: 'noticed', text, tone: 'info'});
			return;
		}
		if (event.kind === 'look-failed') {
			// One look that failed is told; the rows say it of the others.
			if (!this.#told) this.#dispatch({type: 'failed', screen, trouble: event.failure});
			this.#told = true;
			return;
		}
		this.report();
		this.#dispatch(
			event.kind === 'failed'
				? {type: 'listing-ended', screen, how: 'failed', trouble: event.failure}
				: {type: 'listing-ended', screen, how: event.how, ...event.refresh},
		);
	}

	#facts(): IndexFacts {
		const {index} = this;
		const screen = this.#state().screens.find(each => each.id === this.#screen);
		const {selected, cursor} = screen?.kind === 'uploads' ? screen : {};
		return {
			version: index.version,
			shown: index.shown,
			unsorted: index.unsorted,
			totals: index.totals(this.#gateway.now(), this.#scan.thresholds),
			pendingReads: this.#scan.pending,
			canResume: this.#scan.canResume,
			awaitingCredentials: this.#scan.awaitingCredentials,
			pace: this.#gateway.pace.facts(),
			dropped: this.#scan.dropped,
			service: this.#scan.told.service ?? this.#gateway.service,
			serviceVersion: this.#scan.told.version,
			selectedAt: selected === undefined ? undefined : index.positionOf(selected),
			under: index.at(Math.min(cursor?.position ?? 0, index.shown - 1))?.handle,
		};
	}
}
