import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Handle, UploadIndex} from '../../multipart/index/upload-index.js';
import {plainView} from '../../multipart/index/upload-view.js';
import type {Level} from '../../multipart/rollup/level.js';
import {plural} from '../../multipart/text/units.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {Movement} from '../../operations/scan/movement.js';
import {Scan, type ScanEvent} from '../../operations/scan/scan.js';
import type {ReadRequest} from '../../operations/scan/scan-reads.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {MeasuredUploads} from '../buckets/measured-uploads.js';
import type {Action, ActionOf, IndexFacts} from '../core/action.js';
import type {EffectHandlers} from '../core/effect.js';
import type {ReadsContext, ScreenReads} from '../core/screen-reads.js';
import type {UploadsScreen} from '../core/state.js';
import {firstTree} from './tree/tree-view.js';
import {UploadGroups} from './tree/upload-groups.js';
import {VerdictRead} from './verdicts.js';

/**
 * The screen hears of an index that changes all the time this often, in milliseconds: a frame costs
 * 10 to 20 of them (Ink 8 on Node 20, 120×40), and a key that is pressed meanwhile waits for it.
 */
const reportEvery = 250;

/** Filtering and sorting take the processor for so many milliseconds at a time; keys are drawn between. */
const slice = 4;

/** A cursor that was not moved for this long rests, in milliseconds. */
const restsAfter = 200;

/** Lists uploads and reads their parts, and reports it. */
export class UploadsReads implements ScreenReads {
	readonly #scan: Scan;
	readonly #gateway: Gateway;
	readonly groups: UploadGroups;
	readonly #verdict: VerdictRead;
	readonly #measured: MeasuredUploads | undefined;
	/** Until what was known before the list opened is listed again. */
	#isOpening: boolean;
	readonly #firstLevel: Level;
	readonly #screen: number;
	readonly #bucket: string;
	readonly #dispatch: (action: Action) => void;
	#timer: NodeJS.Timeout | undefined;
	#resting: NodeJS.Timeout | undefined;
	#deriving = false;
	/** What a key did while it was worked out has to be, too. */
	#again = false;
	#isFailureReported = false;
	#isListed = false;
	/** When all that is there was listed last, by `performance.now`; undefined where it was not. */
	#wholeAt: number | undefined;
	/** The end of a listing: dispatched once the facts hold all its rows. */
	#ending: ActionOf<'listing-ended'> | undefined;
	/** Of how many uploads the tree is prepared. */
	#prepared = 0;
	#left = false;
	/** What reads beside the list ends with the screen: else it would be sent again after that. */
	readonly #closed = new AbortController();

	constructor(screen: UploadsScreen, context: ReadsContext) {
		const {id, bucket, prefix} = screen;
		const {gateway, connection, dispatch, measured} = context;
		this.#gateway = gateway();
		this.#screen = id;
		this.#bucket = bucket;
		this.#dispatch = dispatch;
		const {thresholds} = connection() ?? {};
		const onEvent = (event: ScanEvent) => this.#onEvent(event);
		// Of this connection, also when the screen is left for another.
		this.#measured = prefix === '' ? measured() : undefined;
		const index = this.#measured?.take(bucket, performance.now());
		this.#isOpening = index !== undefined;
		this.#scan = new Scan({gateway: this.#gateway, bucket, prefix, thresholds, index, onEvent});
		this.groups = new UploadGroups(this.#scan.index);
		this.#verdict = new VerdictRead(screen, context);
		this.#firstLevel = firstTree(prefix).level;
	}

	readonly handlers = {
		'list-uploads': ({from}) => this.#list(from),
		'read-cleanup': () => void this.#readCleanup(),
		'read-parts': ({details, ...request}) => {
			this.#readParts(request);
			this.#lookAt(details);
		},
		watch: ({wanted}) => this.#reported(() => this.#scan.watch(wanted)),
		'set-view': ({view}) => this.#reported(() => this.index.setView(view)),
		mark: ({handle}) => this.#reported(() => this.index.toggleMark(handle)),
		'mark-range': ({from, to}) => this.#reported(() => this.index.markRange(from, to)),
		'mark-shown': () => this.#reported(() => this.index.markShown()),
		'clear-marks': () => this.#reported(() => this.index.clearMarks()),
		'mark-group': ({group, marked}) =>
			this.#reported(() => this.index.setMarks(this.groups.handles(group), marked)),
		'roll-up': ({level, order}) => this.#reported(() => this.groups.open(level, order)),
	} satisfies Partial<EffectHandlers>;

	#list(from: 'start' | 'resume'): void {
		void (from === 'resume' ? this.#scan.goOn() : this.#scan.list());
		if (this.#scan.isListing) this.#ending = undefined;
	}

	#reported(change: () => void): void {
		change();
		this.report();
	}

	get index(): UploadIndex {
		return this.#scan.index;
	}

	movementOf(handle: Handle): Movement | undefined {
		return this.#scan.movementOf(handle);
	}

	/** Reads what is asked for; what the cursor only passes waits until it rests. */
	#readParts(request: ReadRequest): void {
		if (this.#left) return;
		if (request.moving) {
			clearTimeout(this.#resting);
			this.#resting = setTimeout(() => {
				this.#resting = undefined;
				this.#readParts({...request, moving: false});
			}, restsAfter);
		}
		const idle = this.#scan.pending === 0;
		this.#scan.read({...request, moving: this.#resting !== undefined});
		// Reported at once: Esc ends what runs, and only then leaves.
		if (idle && this.#scan.pending > 0) this.report();
	}

	#lookAt(position: number | undefined): void {
		const row = position === undefined ? undefined : this.index.at(position);
		if (row === undefined) this.#verdict.stop();
		else this.#verdict.start(row.upload);
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
		this.#verdict.stop();
		this.#scan.stop();
		this.report();
	}

	dispose(): void {
		this.#left = true;
		this.#closed.abort();
		this.#verdict.stop();
		clearTimeout(this.#resting);
		clearTimeout(this.#timer);
		this.#scan.close();
		this.#keep();
	}

	/** Whoever opens the bucket again finds the parts read. */
	#keep(): void {
		if (this.#wholeAt === undefined) return;
		this.index.clearMarks();
		this.index.setView(plainView);
		this.#measured?.keep(this.#bucket, this.index, this.#wholeAt);
	}

	/** Brings the order up to date and reports it; keys are drawn meanwhile. What is asked for while it works follows at once. */
	report(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#deriving) this.#again = true;
		else void this.#derive();
	}

	/** Reports what came by itself, unless that is under way. */
	#reportLater(milliseconds: number): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			if (!this.#deriving) void this.#derive();
		}, milliseconds);
	}

	async #derive(): Promise<void> {
		this.#deriving = true;
		const {index, groups} = this;
		do {
			this.#again = false;
			index.setClock({now: this.#gateway.now(), thresholds: this.#scan.thresholds});
			// One after the other: an order that begins anew while parts are read must not keep the groups waiting.
			while (!this.#left && !index.derive(slice)) await nextTurn();
			while (!this.#left && !groups.derive(slice)) await nextTurn();
			if (this.#left) return;
			this.#dispatch({type: 'index-changed', screen: this.#screen, facts: this.#facts()});
		} while (this.#again);
		this.#deriving = false;
		const ending = this.#ending;
		this.#ending = undefined;
		if (ending !== undefined) this.#dispatch(ending);
		// What changed meanwhile is worked out the next time.
		if (!index.isCurrent || !groups.isCurrent) this.#reportLater(reportEvery);
		else if (this.#isListed && this.#scan.pending === 0) await this.#prepareTree();
	}

	/** So that the first tree shows at once: to group 300,000 keys for the first time takes as long as some frames. */
	async #prepareTree(): Promise<void> {
		const {count} = this.index;
		if (count === this.#prepared) return;
		while (!this.#left && !this.#deriving) {
			if (this.groups.prepare(this.#firstLevel, slice)) {
				this.#prepared = count;
				return;
			}
			await nextTurn();
		}
	}

	/** Not knowing the rules is no failure: reading them is often not allowed. */
	async #readCleanup(): Promise<void> {
		const {signal} = this.#closed;
		try {
			const rules = await this.#gateway.lifecycle(this.#bucket, signal);
			this.#dispatch({type: 'cleanup-read', screen: this.#screen, rules});
		} catch (error) {
			if (!signal.aborted && !(error instanceof S3Failure)) throw error;
		}
	}

	#onEvent(event: ScanEvent): void {
		if (this.#left) return;
		if (event.kind === 'changed') {
			this.#reportLater(this.index.count === 0 ? 0 : reportEvery);
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
			// One look that failed is reported; the rows say it of the others.
			if (!this.#isFailureReported)
				this.#dispatch({type: 'failed', screen, trouble: event.failure});
			this.#isFailureReported = true;
			return;
		}
		this.#isListed = event.kind === 'ended';
		if (event.kind === 'ended' && event.how === 'ended' && this.#scan.dropped === 0)
			this.#wholeAt = performance.now();
		if (event.kind === 'failed') {
			this.#ending = {type: 'listing-ended', screen, how: 'failed', trouble: event.failure};
		} else {
			const {how, refresh} = event;
			// Nobody asked for a refresh: only what it brings is said.
			const isQuiet = this.#isOpening && refresh?.came === 0 && refresh.went === 0;
			this.#isOpening = false;
			this.#ending = {type: 'listing-ended', screen, how, ...(isQuiet ? {} : refresh)};
		}
		this.report();
	}

	#facts(): IndexFacts {
		const {index} = this;
		return {
			version: index.version,
			shown: index.shown,
			unsorted: index.unsorted,
			totals: index.totals(this.#gateway.now(), this.#scan.thresholds),
			shownSums: index.shownSums,
			asked: index.asked,
			tree: this.groups.facts,
			pendingReads: this.#scan.pending,
			canResume: this.#scan.canResume,
			awaitingCredentials: this.#scan.awaitingCredentials,
			pace: this.#gateway.pace.facts(),
			dropped: this.#scan.dropped,
			service: this.#scan.seen.service ?? this.#gateway.service,
			serviceVersion: this.#scan.seen.version,
		};
	}
}
