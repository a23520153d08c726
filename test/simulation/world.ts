import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {Session} from '../../source/session/core/store.js';
import {Clock, Life} from './clock.js';
import type {DiskFate} from './given/disk.js';
import type {Happened, News} from './history.js';
import {SimulatedNetwork} from './network.js';
import {fill, others} from './others.js';
import {Person} from './person.js';
import {chance, type Plan} from './plan.js';
import type {processes} from './process.js';
import {bucketName, endpoint, Server} from './server.js';
import {sampleUsers} from '../../source/sandbox/users.js';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const minute = 60_000;

/** Lives through one session as the plan says, and gives all that happened. */
export async function live(plan: Plan, loaded: ReturnType<typeof processes>, root: string): Promise<Happened[]> {
	const has = (trouble: Plan['troubles'][number]) => plan.troubles.includes(trouble);
	const random = chance(plan.seed, 'world');
	const clock = new Clock(Date.UTC(2026, 10, 20, 12) + random.between(0, 1e9), chance(plan.seed, 'clock of all'));
	const history: Happened[] = [];
	const tell = (news: News) => void history.push({at: clock.now, ...news} as Happened);
	const skew = chance(plan.seed, 'skew');
	const serverOffset = has('clock') ? skew.pick([-3 * 3600_000, -20 * minute, -minute, minute, 10 * minute, 20 * minute, 26 * 3600_000]) : 0;
	const serverNow = () => Math.round(clock.now + serverOffset);
	const ids = chance(plan.seed, 'ids');
	const prefix = plan.like === 'ceph-16' ? '2~' : '';
	const newId = () => prefix + Array.from({length: plan.like === 'aws' ? 128 : 32}, () => letters[ids.between(0, letters.length - 1)]).join('');
	const server = new Server(plan.like, serverNow, newId, tell);
	fill(plan, server, serverNow());
	const network = new SimulatedNetwork(plan, clock, server, serverNow, tell);
	const folder = mkdtempSync(join(root, 'world-'));
	const state = join(folder, 'state');
	mkdirSync(folder, {recursive: true});

	const lives = new Map<number, Life>();
	const disk = diskFate();
	function diskFate(): DiskFate {
		const kills = has('kill') ? chance(plan.seed, 'kill') : undefined;
		let read = 0;
		return {
			chance: chance(plan.seed, 'disk takes'),
			trouble: 'none',
			dies: life => !network.isCalm && life.isAlive && (kills?.next() ?? 1) < 0.004,
			die,
			flushed(path) {
				if (!path.endsWith('acts.jsonl')) return;
				const bytes = readFileSync(path);
				const end = bytes.lastIndexOf(10) + 1;
				for (const line of bytes.subarray(read, end).toString('utf8').split('\n')) if (line !== '') tell({what: 'journal', line});
				read = end;
			},
		};
	}
	function die(life: Life): void {
		if (!life.isAlive) return;
		life.isAlive = false;
		tell({what: 'killed', life: life.pid});
		// What it wrote and had no time to flush, the next one finds all the same.
		const journal = join(state, 'acts.jsonl');
		if (existsSync(journal)) disk.flushed(journal);
	}

	loaded.enter({clock, network, disk, isAlive: pid => lives.get(pid)?.isAlive ?? false});
	let pid = 1000;
	/** A process from its start to its end. */
	async function process(steps: number, isLast: boolean, personSeed: string): Promise<void> {
		const life = new Life(++pid, 0);
		lives.set(life.pid, life);
		clock.current = life;
		const {createSession} = loaded.program(0);
		const session = createSession({
			launch: {
				kind: 'settings',
				label: 'own:world',
				demo: false,
				settings: {
					...{endpoint, region: 'us-east-1', pathStyle: true, readOnly: false, checksums: 'when-required'},
					credentials: {kind: 'keys', accessKeyId: sampleUsers[0]!.accessKeyId, secretAccessKey: sampleUsers[0]!.secretAccessKey},
				},
				target: {bucket: bucketName, prefix: ''},
			},
			stateFolder: state,
			env: {HOME: folder, PARTWAY_STATE_DIR: state, PARTWAY_CONFIG_DIR: join(folder, 'config')},
			writeTerminal: () => {},
		});
		clock.current = undefined;
		tell({what: 'started', life: life.pid});
		listen(session, life, tell);
		const mind = chance(plan.seed, personSeed);
		const person = new Person(session, clock, life, mind, tell);
		let isDone = false;
		clock.after(0, () => session.start(), life);
		person.begin(steps, () => {
			isDone = true;
		});
		const deadline = clock.now + 12 * 60 * minute;
		const step = 200;
		while (life.isAlive && !isDone && clock.now < deadline) await clock.runUntil(clock.now + step);
		if (!life.isAlive) return;
		if (isLast) {
			// It looks at what is open at once, and again after 5, 30 and 120 seconds.
			await clock.runUntil(clock.now + 4 * minute);
			tell({what: 'rested', life: life.pid});
		} else await clock.runUntil(clock.now + mind.pick([0, 500, 20_000, 200_000]));
		if (!life.isAlive) return;
		if (has('kill') && !isLast && mind.next() < 0.5) return die(life);
		const isRunning = () => session.getState().acts.acts.some(act => act.ended === undefined);
		for (let tries = 0; tries < 30 && isRunning() && (isLast || mind.next() < 0.7); tries++) await clock.runUntil(clock.now + minute);
		if (!life.isAlive) return;
		let running = false;
		const quit = () => {
			for (const key of ['esc', 'esc', 'esc', 'q', 'ctrl-c', 'ctrl-c'])
				if (session.getState().exit === undefined) session.dispatch({type: 'key', key, alone: true});
			running = isRunning();
			session.close();
		};
		clock.after(0, quit, life);
		await clock.runUntil(clock.now);
		if (!running) await clock.runUntil(clock.now + 20_000);
		if (!life.isAlive) return;
		life.isAlive = false;
		tell({what: 'ended', life: life.pid, code: session.getState().exit?.code ?? -1, leftOpen: [...life.open, ...life.timers].map(String), running});
	}

	const onCrash = (error: unknown) => {
		const life = clock.current ?? [...lives.values()].at(-1)!;
		tell({what: 'crashed', life: life.pid, error: String((error as Error)?.stack ?? error)});
		life.isAlive = false;
	};
	crash.of = onCrash;
	const stopOthers = others(plan, clock, server);
	if (has('disk')) troubleDisk();
	try {
		for (let nth = 0; nth < plan.lives; nth++) await process(plan.steps, false, `person ${nth}`);
		stopOthers();
		network.isCalm = true;
		disk.trouble = 'none';
		await process(0, true, 'last');
		await clock.runUntil(clock.now + 2 * 60 * minute);
	} finally {
		crash.of = undefined;
		rmSync(folder, {recursive: true, force: true});
	}
	live.happened = clock.happened;
	return history;

	function troubleDisk(): void {
		const chances = chance(plan.seed, 'disk');
		const next = () => {
			if (network.isCalm) return;
			disk.trouble = disk.trouble === 'none' ? chances.pick(['full', 'read-only'] as const) : 'none';
			clock.after(disk.trouble === 'none' ? chances.between(500, 60_000) : chances.between(20, 5000), next, null);
		};
		clock.after(chances.between(10, 20_000), next, null);
	}
}

live.happened = 0;

/** Whom an error belongs to that nobody caught. */
export const crash: {of: ((error: unknown) => void) | undefined} = {of: undefined};

/** What a session says, as it says it. */
function listen(session: Session, life: Life, tell: (news: News) => void): void {
	const said = new Map<number, unknown>();
	let open: unknown;
	session.subscribe(() => {
		if (!life.isAlive) return;
		const {acts} = session.getState();
		if (acts.unsettled !== open) {
			open = acts.unsettled;
			tell({what: 'told', life: life.pid, open: acts.unsettled.map(({intent}) => intent.id)});
		}
		for (const act of acts.acts) {
			const now = act.kind === 'complete' ? act.outcome : act.kind === 'abort' ? act.result : act.kind === 'run' ? act.facts : undefined;
			if (now === undefined || said.get(act.id) === (act.kind === 'run' && act.ended ? act.ended : now)) continue;
			said.set(act.id, act.kind === 'run' && act.ended ? act.ended : now);
			if (act.kind === 'run') {
				const left = act.results.map(({upload: {key, uploadId}, kind}) => ({key, uploadId, kind}));
				tell({what: 'counted', life: life.pid, run: act.id, isEmptying: act.what === 'empty', gone: act.facts?.counts.gone ?? 0, total: act.total, left, ended: act.ended !== undefined});
			} else if (act.kind === 'complete' && act.outcome !== undefined) {
				const {key, uploadId} = act.plan.target;
				const etag = 'etag' in act.outcome ? act.outcome.etag?.replaceAll('"', '') : undefined;
				tell({what: 'said', life: life.pid, act: 'complete', key, uploadId, kind: act.outcome.kind, etag});
			} else if (act.kind === 'abort' && act.result !== undefined) {
				const {key, uploadId} = act.plan.target;
				tell({what: 'said', life: life.pid, act: 'abort', key, uploadId, kind: act.result.kind});
			}
		}
	});
}
