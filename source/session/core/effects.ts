import type {BucketMeasuring} from '../../operations/scan/bucket-measure.js';
import type {RecentLocation} from '../../profiles/recents/recent-location.js';
import {readRecents, rememberLocation} from '../../profiles/recents/recents.js';
import {readViews, rememberView} from '../../profiles/views/views.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {copyToClipboard} from '../../terminal/clipboard.js';
import {RunRunner} from '../abort-run/run-runner.js';
import {ActRunner} from '../acts/act-runner.js';
import {isMoving} from '../acts/acts-state.js';
import {MeasuredUploads} from '../buckets/measured-uploads.js';
import {connect} from '../connections/connect.js';
import {ConnectionRunner} from '../connections/connection-runner.js';
import {RescueRunner} from '../rescue/rescue-runner.js';
import {RulesRunner} from '../rules/rules-runner.js';
import type {Action} from './action.js';
import type {SessionDeps} from './deps.js';
import type {Effect, EffectHandlers, EffectOf, ScreenEffect} from './effect.js';
import {Reads} from './reads.js';
import {SessionClock} from './session-clock.js';
import {type SessionState, topScreen} from './state.js';

/** Does what the update wants done and reports with actions. */
export function createEffects(
	deps: SessionDeps,
	dispatch: (action: Action) => void,
	state: () => SessionState,
) {
	let gateway: Gateway | undefined;
	let halfMeasured = new Map<string, BucketMeasuring>();
	let measured = new MeasuredUploads();
	let connecting = 0;
	const acts = new ActRunner({deps, dispatch, state, gateway: () => gateway});
	const connections = new ConnectionRunner(deps, dispatch);

	const reads: Reads = new Reads({
		deps,
		dispatch,
		gateway() {
			if (gateway === undefined) throw new Error('A screen of a connection is open without one.');
			return gateway;
		},
		journal: () => acts.journal(),
		halfMeasured: () => halfMeasured,
		measured: () => measured,
		connection: () => state().connection,
		indexOf: (screen, bucket) =>
			reads.of('uploads', screen)?.index ?? measured.of(bucket, performance.now()),
	});

	const runs = new RunRunner({
		dispatch,
		journal: () => acts.journal(),
		through: () => acts.through(),
		indexOf: screen => reads.of('uploads', screen)?.index,
		reportUnsettled: () => acts.watchUnsettled(),
	});

	const rules = new RulesRunner({
		dispatch,
		journal: () => acts.journal(),
		through: () => acts.through(),
		reportUnsettled: () => acts.watchUnsettled(),
	});

	const rescues = new RescueRunner({
		dispatch,
		journal: () => acts.journal(),
		through: () => acts.through(),
		reportUnsettled: () => acts.watchUnsettled(),
	});

	const clock = new SessionClock({
		gateway: () => gateway,
		dispatch,
		isActing: () => state().acts.acts.some(isMoving),
		onTick() {
			// Acts send requests too: their number moves while nothing else does.
			const top = topScreen(state());
			if (top !== undefined && state().dialog === undefined) reads.of('uploads', top.id)?.report();
		},
	});

	async function connectTo(name: string | undefined, location?: RecentLocation): Promise<void> {
		const turn = ++connecting;
		const result = await connect(deps.launch, name, gateway === undefined, deps.env, deps);
		if (turn !== connecting) return;
		if (result.kind === 'pick') return dispatch({type: 'pick-connection'});
		if (result.kind === 'refused')
			return dispatch({type: 'not-connected', trouble: result.trouble});
		gateway = result.gateway;
		halfMeasured = new Map();
		measured = new MeasuredUploads();
		const isThere = location === undefined || location.endpoint === result.info.endpoint;
		const target = isThere ? (location ?? result.target) : undefined;
		dispatch({type: 'connected', connection: result.info, target});
		// The name leads elsewhere now: its buckets are others, whatever their names.
		if (!isThere)
			dispatch({
				type: 'noticed',
				text: `${name} had the endpoint ${location.endpoint} then, and has another now.`,
				tone: 'bad',
			});
		await acts.watchUnsettled();
		await runs.reportInterruptedRuns();
	}

	/** Where it cannot be written it is not kept: nothing else depends on it. */
	async function remember(write: (folder: string) => Promise<void>): Promise<void> {
		try {
			await write(acts.journal().folder);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === undefined) throw error;
		}
	}

	const handlers: Omit<EffectHandlers, ScreenEffect['type']> = {
		...connections.handlers,
		...acts.handlers,
		...runs.handlers,
		...rules.handlers,
		...rescues.handlers,
		'stop-preparing'() {
			acts.stopPreparing();
			runs.stopPreparing();
			rules.stopPreparing();
			rescues.stopPreparing();
		},
		connect: ({name, location}) => void connectTo(name, location),
		'remember-location': ({location}) => void remember(to => rememberLocation(to, location)),
		'remember-view': ({connection, change}) =>
			void remember(to => rememberView(to, connection, change)),
		'look-at-uploads'({targets}) {
			for (const each of reads.all('uploads')) each.lookAgain(targets);
		},
		'forget-uploads'({targets}) {
			for (const each of reads.all('uploads')) each.forget(targets);
		},
		'refresh-history'() {
			for (const each of reads.all('history')) each.refresh();
		},
		copy,
		'end-notice': ({id, after}) =>
			void setTimeout(() => dispatch({type: 'notice-ended', id}), after).unref(),
		'export-failures': ({path, bucket, results}) =>
			void import('../abort-run/failures-file.js')
				.then(({exportFailures}) => exportFailures(path, bucket, results))
				.then(dispatch),
	};

	function run(effect: Effect): void {
		if ('screen' in effect) reads.run(effect);
		// The compiler does not see that the type and the handler go together.
		else (handlers[effect.type] as (of: Effect) => void)(effect);
		// While an act is under way the clock moves faster.
		if ('act' in effect) clock.schedule(true);
	}

	function copy({title, value}: EffectOf<'copy'>): void {
		const copied = copyToClipboard(value, deps.env);
		if (copied.kind === 'too-long') {
			dispatch({type: 'noticed', text: copied.sentence, tone: 'bad'});
			return;
		}
		deps.writeTerminal(copied.sequence);
		dispatch({type: 'noticed', text: `Copied the ${title}: ${value}`, tone: 'good'});
	}

	return {
		rows: reads.rows,
		run,
		clocks: () => clock.read(),
		follow: (screens: SessionState['screens']) => reads.follow(screens),
		start() {
			clock.schedule();
			const {folder} = acts.journal();
			const {content: views, problem: viewsProblem} = readViews(folder);
			const {content: recents, problem = viewsProblem} = readRecents(folder);
			dispatch({type: 'views-read', views});
			dispatch({type: 'recents-read', recents});
			if (problem !== undefined) dispatch({type: 'noticed', text: problem, tone: 'info'});
			void connectTo(undefined);
		},
		close() {
			clock.stop();
			connecting++;
			reads.close();
			acts.close();
			runs.stopPreparing();
			rules.stopPreparing();
			rescues.stopPreparing();
			connections.close();
			gateway?.close();
		},
	};
}
