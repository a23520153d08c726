import type {RecentLocation} from '../../profiles/recents/recent-location.js';
import {readRecents, rememberLocation} from '../../profiles/recents/recents.js';
import {clocksApart} from '../../s3/client/server-clock.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {copyToClipboard} from '../../terminal/clipboard.js';
import {clocksApartWords, clockWords} from '../../text/clock-words.js';
import {RunRunner} from '../abort-run/run-runner.js';
import {ActRunner} from '../acts/act-runner.js';
import {BucketsReads} from '../buckets/buckets-reads.js';
import {HistoryReads} from '../history/history-reads.js';
import {UploadsReads} from '../uploads/uploads-reads.js';
import type {Action} from './action.js';
import {connect} from './connect.js';
import {ConnectionRunner} from './connection-runner.js';
import type {SessionDeps} from './deps.js';
import type {Effect} from './effect.js';
import type {Clocks, SessionState} from './state.js';
import type {Rows} from './step.js';
import {notFoundTrouble} from './trouble.js';

/** The clock of the screen moves this often, in milliseconds: relative times, and an act that runs. */
const tickWhenIdle = 5000;
const tickWhileActing = 500;

/** Milliseconds: a clock that is off by less misleads nobody. */
const notableOffset = 2 * 60_000;

/** Does what the update wants done and reports with actions. */
export function createEffects(
	deps: SessionDeps,
	dispatch: (action: Action) => void,
	state: () => SessionState,
) {
	let gateway: Gateway | undefined;
	let connecting = 0;
	let clockTold: Gateway | undefined;
	let ticker: NodeJS.Timeout | undefined;
	const lists = new Map<number, UploadsReads>();
	const buckets = new Map<number, BucketsReads>();
	const histories = new Map<number, HistoryReads>();
	const loads = new Map<number, AbortController>();
	const acts = new ActRunner({deps, dispatch, state, gateway: () => gateway});

	const runs = new RunRunner({
		dispatch,
		journal: () => acts.journal(),
		through: () => acts.through(),
		indexOf: screen => lists.get(screen)?.index,
		reportUnsettled: () => acts.watchUnsettled(),
	});

	const connections = new ConnectionRunner(deps, dispatch);

	const rows: Rows = {
		at: (screen, position) => lists.get(screen)?.index.at(position),
		of(screen, handle) {
			const index = lists.get(screen)?.index;
			const row = index?.row(handle);
			return index && row && {row, position: index.positionOf(handle)};
		},
		pastAct: (screen, position) => histories.get(screen)?.at(position),
		movement: (screen, handle) => lists.get(screen)?.movementOf(handle),
		marked(screen) {
			const index = lists.get(screen)?.index;
			const [first] = index?.markedRows() ?? [];
			return {count: index?.markedCount ?? 0, first: first?.upload};
		},
	};

	/** One read of a screen: cancelled when the screen is left, its answer dropped when it came too late. */
	function load(screen: number, read: (gateway: Gateway, signal: AbortSignal) => Promise<Action>) {
		if (gateway === undefined) return;
		loads.get(screen)?.abort();
		const controller = new AbortController();
		loads.set(screen, controller);
		const {signal} = controller;
		read(gateway, signal).then(
			action => {
				if (!signal.aborted) dispatch(action);
			},
			error => {
				if (signal.aborted) return;
				if (!(error instanceof S3Failure)) throw error;
				dispatch({type: 'failed', screen, trouble: error});
			},
		);
	}

	async function connectTo(name: string | undefined, location?: RecentLocation): Promise<void> {
		const turn = ++connecting;
		const result = await connect(deps.launch, name, gateway === undefined, deps.env, deps);
		if (turn !== connecting) return;
		if (result.kind === 'pick') return dispatch({type: 'pick-connection'});
		if (result.kind === 'refused')
			return dispatch({type: 'not-connected', trouble: result.trouble});
		gateway = result.gateway;
		const isThere = location === undefined || location.endpoint === result.info.endpoint;
		const target = isThere ? (location ?? result.target) : undefined;
		dispatch({type: 'connected', connection: result.info, target});
		// The name leads elsewhere now: its buckets are others, whatever their names.
		if (!isThere)
			dispatch({
				type: 'noticed',
				text: `${name} led to ${location.endpoint} then, and does not now.`,
				tone: 'bad',
			});
		await acts.watchUnsettled();
		await runs.reportInterruptedRuns();
	}

	function historyReads(screen: number): HistoryReads | undefined {
		const known = histories.get(screen);
		const shown = state().screens.find(({id}) => id === screen);
		if (known !== undefined || shown?.kind !== 'history') return known;
		const {query} = shown;
		const made = new HistoryReads({journal: acts.journal(), screen, query, dispatch, state});
		histories.set(screen, made);
		return made;
	}

	function bucketsReads(screen: number): BucketsReads | undefined {
		if (gateway === undefined) return undefined;
		const known = buckets.get(screen);
		if (known !== undefined) return known;
		const made = new BucketsReads({gateway, screen, dispatch});
		buckets.set(screen, made);
		return made;
	}

	/** Not to be able to is no trouble: it is a service to the person. */
	async function remember(location: RecentLocation): Promise<void> {
		try {
			await rememberLocation(acts.journal().folder, location);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === undefined) throw error;
		}
	}

	function leave(screen: number): void {
		buckets.get(screen)?.leave();
		buckets.delete(screen);
		histories.get(screen)?.leave();
		histories.delete(screen);
		lists.get(screen)?.leave();
		lists.delete(screen);
		loads.get(screen)?.abort();
		loads.delete(screen);
	}

	function onIndex(screen: number, change: (list: UploadsReads) => void): void {
		const list = lists.get(screen);
		if (list === undefined) return;
		change(list);
		list.report();
	}

	async function report(change: () => Promise<Action>): Promise<void> {
		dispatch(await change());
	}

	function run(effect: Effect): void {
		switch (effect.type) {
			case 'connect':
				void connectTo(effect.name, effect.location);
				return;
			case 'remember-location':
				void remember(effect.location);
				return;
			case 'list-connections':
			case 'save-connection':
			case 'remove-connection':
			case 'test-connection':
			case 'stop-test':
				connections.run(effect);
				return;
			case 'read-history':
				historyReads(effect.screen)?.want(effect.rows);
				return;
			case 'filter-history':
				histories.get(effect.screen)?.setQuery(effect.query, effect.rows);
				return;
			case 'refresh-history':
				for (const history of histories.values()) history.refresh();
				return;
			case 'list-buckets':
				buckets.get(effect.screen)?.recount();
				load(effect.screen, async (from, signal) => ({
					type: 'buckets-listed',
					screen: effect.screen,
					buckets: await from.listBuckets(signal),
				}));
				return;
			case 'count-buckets':
				bucketsReads(effect.screen)?.count(effect.seen, effect.all);
				return;
			case 'measure-bucket':
				bucketsReads(effect.screen)?.measure(effect.bucket);
				return;
			case 'list-uploads':
				listUploads(effect);
				return;
			case 'stop-reads':
				buckets.get(effect.screen)?.stop();
				lists.get(effect.screen)?.stop();
				loads.get(effect.screen)?.abort();
				return;
			case 'leave':
				leave(effect.screen);
				return;
			case 'set-view':
				lists.get(effect.screen)?.setView(effect.view);
				return;
			case 'read-cleanup':
				void readCleanup(effect);
				return;
			case 'watch':
				lists.get(effect.screen)?.watch(effect.wanted);
				return;
			case 'mark':
				onIndex(effect.screen, ({index}) => index.toggleMark(effect.handle));
				return;
			case 'mark-shown':
				onIndex(effect.screen, ({index}) => index.markShown());
				return;
			case 'clear-marks':
				onIndex(effect.screen, ({index}) => index.clearMarks());
				return;
			case 'look-at-uploads':
				for (const list of lists.values()) list.lookAgain(effect.targets);
				return;
			case 'forget-uploads':
				for (const list of lists.values()) list.forget(effect.targets);
				return;
			case 'read-parts':
				lists.get(effect.screen)?.readParts(effect);
				return;
			case 'load-parts':
				load(effect.screen, async (from, signal) => {
					const {prepareCompletion} = await import('../../operations/complete/complete.js');
					const {isNotFound} = await import('../../operations/scan/listed-here.js');
					const {screen, target} = effect;
					const {bucket} = target;
					const {thresholds} = state().connection ?? {};
					const upload = {...effect.upload, bucket};
					try {
						const plan = await prepareCompletion(from, upload, signal, {thresholds});
						return {type: 'parts-loaded', screen, plan};
					} catch (error) {
						if (!(await isNotFound(from, target, error, signal))) throw error;
						return {type: 'failed', screen, trouble: notFoundTrouble};
					}
				});
				return;
			case 'export-parts':
			case 'import-parts':
				void report(async () => {
					const {exportParts, importParts} = await import('../parts/parts-files.js');
					return effect.type === 'export-parts'
						? exportParts(effect.path, effect.plan)
						: importParts(effect.screen, effect.path, effect.plan);
				});
				return;
			case 'copy':
				copy(effect.title, effect.value);
				return;
			case 'end-notice': {
				const {id} = effect;
				setTimeout(() => dispatch({type: 'notice-ended', id}), effect.after).unref();
				return;
			}
			case 'export-failures':
				void report(async () => {
					const {exportFailures} = await import('../abort-run/failures-file.js');
					return exportFailures(effect.path, effect.bucket, effect.results);
				});
				return;
			case 'plan-run':
			case 'start-run':
			case 'start-emptying':
			case 'resume-run':
			case 'control-run':
				runs.run(effect);
				schedule();
				return;
			case 'stop-preparing':
				acts.run(effect);
				runs.run(effect);
				return;
			default:
				acts.run(effect);
				schedule();
		}
	}

	function listUploads({
		screen,
		bucket,
		prefix,
		from,
	}: Extract<Effect, {type: 'list-uploads'}>): void {
		if (gateway === undefined) return;
		let list = lists.get(screen);
		if (list === undefined) {
			const {thresholds} = state().connection ?? {};
			list = new UploadsReads({gateway, screen, bucket, prefix, thresholds, dispatch, state});
			lists.set(screen, list);
		}
		list.list(from);
	}

	/** Not knowing them is no trouble: they are a service to the person, and often not allowed. */
	async function readCleanup({screen, bucket}: Extract<Effect, {type: 'read-cleanup'}>) {
		try {
			const rules = await gateway?.lifecycle(bucket);
			if (rules !== undefined) dispatch({type: 'cleanup-read', screen, rules});
		} catch (error) {
			if (!(error instanceof S3Failure)) throw error;
		}
	}

	function copy(title: string, value: string): void {
		const copied = copyToClipboard(value, deps.env);
		if (copied.kind === 'too-long') {
			dispatch({type: 'noticed', text: copied.sentence, tone: 'bad'});
			return;
		}
		deps.writeTerminal(copied.sequence);
		dispatch({type: 'noticed', text: `Copied the ${title}: ${value}`, tone: 'good'});
	}

	function clocks(): Clocks {
		const here = Date.now();
		if (gateway === undefined) return {now: here, here, apart: undefined};
		return {now: gateway.now(), here, apart: clocksApart(gateway.clock())};
	}

	function tick(): void {
		dispatch({type: 'ticked', ...clocks()});
		tellClock();
		// Acts send requests too: their number moves while nothing else does.
		const top = state().screens.at(-1);
		if (top !== undefined && state().dialog === undefined) lists.get(top.id)?.report();
		schedule();
	}

	/** Once for a connection: ages would be looked at in vain beside this machine's clock. */
	function tellClock(): void {
		if (gateway === undefined || clockTold === gateway) return;
		const clock = gateway.clock();
		const {offset = 0} = clock;
		if (!clock.isAgreed || Math.abs(offset) < notableOffset) return;
		clockTold = gateway;
		const text =
			clocksApart(clock) === undefined
				? `${clockWords(offset)}: ages and states go by the service's.`
				: `${clocksApartWords(offset)}.`;
		dispatch({type: 'noticed', text, tone: 'bad'});
	}

	function schedule(): void {
		clearTimeout(ticker);
		const acting = state().acts.acts.some(act => act.ended === undefined);
		ticker = setTimeout(tick, acting ? tickWhileActing : tickWhenIdle);
	}

	return {
		rows,
		run,
		clocks,
		start() {
			schedule();
			const {recents, problem} = readRecents(acts.journal().folder);
			dispatch({type: 'recents-read', recents});
			if (problem !== undefined) dispatch({type: 'noticed', text: problem, tone: 'info'});
			void connectTo(undefined);
		},
		close() {
			clearTimeout(ticker);
			connecting++;
			for (const screen of [
				...lists.keys(),
				...buckets.keys(),
				...histories.keys(),
				...loads.keys(),
			])
				leave(screen);
			acts.close();
			runs.close();
			connections.close();
			gateway?.close();
		},
	};
}
