import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {ConnectionSettings} from '../../source/s3/client/connection.js';
import type {Random} from '../../source/sandbox/random.js';
import {sampleUsers} from '../../source/sandbox/users.js';
import type {Session} from '../../source/session/core/store.js';
import {Clock, Life} from './clock.js';
import type {DiskFate} from './given/disk.js';
import type {Happened, News} from './history.js';
import {listen} from './listen.js';
import {SimulatedNetwork} from './network.js';
import {fill, others} from './others.js';
import {Person} from './person.js';
import {chance, type Plan} from './plan.js';
import type {processes} from './process.js';
import {bucketName, endpoint, Server} from './server.js';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const minute = 60_000;

/** Lives through one session as the plan says, and gives all that happened. */
export async function live(
	plan: Plan,
	loaded: ReturnType<typeof processes>,
	root: string,
): Promise<Happened[]> {
	const has = (trouble: Plan['troubles'][number]) => plan.troubles.includes(trouble);
	const random = chance(plan.seed, 'world');
	const clock = new Clock(
		Date.UTC(2026, 10, 20, 12) + random.between(0, 1e9),
		chance(plan.seed, 'clock of all'),
	);
	const history: Happened[] = [];
	const tell = (news: News) => void history.push({at: clock.now, ...news} as Happened);
	const skew = chance(plan.seed, 'skew');
	const serverOffset = has('clock')
		? skew.pick([
				-3 * 3600_000,
				-20 * minute,
				-minute,
				minute,
				10 * minute,
				20 * minute,
				26 * 3600_000,
			])
		: 0;
	const serverNow = () => Math.round(clock.now + serverOffset);
	const ids = chance(plan.seed, 'ids');
	const prefix = plan.like === 'ceph-16' ? '2~' : '';
	const newId = () =>
		prefix +
		Array.from(
			{length: plan.like === 'aws' ? 128 : 32},
			() => letters[ids.between(0, letters.length - 1)],
		).join('');
	const server = new Server(plan.like, serverNow, newId, tell);
	tell({
		what: 'world',
		conditions: !server.world.personality.requestPolicy.ignores(
			'CompleteMultipartUpload',
			'if-none-match',
		),
	});
	fill(plan, server, serverNow());
	const network = new SimulatedNetwork(plan, clock, server, serverNow, tell);
	const folder = mkdtempSync(join(root, 'world-'));
	const state = join(folder, 'state');
	mkdirSync(folder, {recursive: true});

	const [user] = sampleUsers;
	const settings: ConnectionSettings = {
		...{
			endpoint,
			region: 'us-east-1',
			pathStyle: true,
			readOnly: false,
			checksums: 'when-required',
		},
		credentials: {
			kind: 'keys',
			accessKeyId: user!.accessKeyId,
			secretAccessKey: user!.secretAccessKey,
		},
	};
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
				for (const line of bytes.subarray(read, end).toString('utf8').split('\n'))
					if (line !== '') tell({what: 'journal', line});
				read = end;
			},
		};
	}
	const onEnd = new Map<Life, () => void>();
	function over(life: Life): void {
		life.isAlive = false;
		// What it wrote and had no time to flush, the next one finds all the same.
		const journal = join(state, 'acts.jsonl');
		if (existsSync(journal)) disk.flushed(journal);
		onEnd.get(life)?.();
	}
	function die(life: Life): void {
		if (!life.isAlive) return;
		tell({what: 'killed', life: life.pid});
		over(life);
	}

	loaded.enter({clock, network, disk, isAlive: pid => lives.get(pid)?.isAlive ?? false});
	let pid = 1000;

	/** A process, from its start until it quits or is killed; then `onOver` is called. */
	function start(
		nth: 0 | 1,
		{steps, isLast, mind}: {steps: number; isLast: boolean; mind: Random},
		onOver: () => void,
	): void {
		const life = new Life(++pid, has('clock') ? skew.pick([0, 0, -30 * minute, 5 * minute]) : 0);
		lives.set(life.pid, life);
		onEnd.set(life, onOver);
		const clockMoves = has('clock') && !isLast && skew.next() < 0.3;
		if (clockMoves)
			clock.after(
				skew.between(100, 30_000),
				() => {
					life.offset += skew.pick([-3_600_000, -5000, 5000, 3_600_000]);
				},
				life,
			);
		clock.after(0, begin, life);

		function begin(): void {
			tell({what: 'started', life: life.pid});
			const {createSession} = loaded.program(nth);
			const session = createSession({
				launch: {
					kind: 'settings',
					label: 'own:world',
					demo: false,
					settings,
					target: {bucket: bucketName, prefix: ''},
				},
				stateFolder: state,
				env: {HOME: folder, PARTWAY_STATE_DIR: state, PARTWAY_CONFIG_DIR: join(folder, 'config')},
				writeTerminal: () => {},
			});
			listen(session, life, tell);
			session.start();
			// It looks at what is open at once, and again after 5, 30 and 120 seconds.
			const rest = isLast ? 2.5 * minute : mind.pick([0, 500, 20_000, 45_000]);
			new Person(session, clock, life, mind, tell).begin(steps, () =>
				clock.after(rest, () => rested(session), life),
			);
		}
		function rested(session: Session) {
			if (isLast) tell({what: 'rested', life: life.pid});
			else if (has('kill') && mind.next() < 0.5) return die(life);
			wait(session, 10);
		}
		function wait(session: Session, tries: number): void {
			const running = session.getState().acts.acts.filter(act => act.ended === undefined);
			const isRunning = running.length > 0;
			// What is paused does not go on by itself.
			const moves = running.some(
				act => act.kind !== 'run' || (act.emptying ?? act.facts)?.state === 'running',
			);
			if (moves && tries > 0 && (isLast || mind.next() < 0.7))
				return void clock.after(minute, () => wait(session, tries - 1), life);
			for (const key of ['esc', 'esc', 'esc', 'q', 'ctrl-c', 'ctrl-c'])
				if (session.getState().exit === undefined)
					session.dispatch({type: 'key', key, alone: true});
			session.close();
			clock.after(isRunning ? 0 : 20_000, () => ended(session, isRunning), life);
		}
		function ended(session: Session, running: boolean): void {
			const leftOpen = [...life.open, ...life.timers].map(String);
			tell({
				what: 'ended',
				life: life.pid,
				code: session.getState().exit?.code ?? -1,
				leftOpen,
				running,
			});
			over(life);
		}
	}

	/** One process after the other. */
	function startAll(nth: 0 | 1, onOver: () => void, lived = 0): void {
		if (lived === plan.lives) {
			onOver();
			return;
		}
		const mind = chance(plan.seed, `person ${nth} ${lived}`);
		start(nth, {steps: plan.steps, isLast: false, mind}, () =>
			clock.after(1, () => startAll(nth, onOver, lived + 1), null),
		);
	}

	crash.of = error => {
		const life = clock.current ?? [...lives.values()].at(-1)!;
		tell({what: 'crashed', life: life.pid, error: String((error as Error)?.stack ?? error)});
		if (life.isAlive) over(life);
	};
	const stopOthers = others(plan, clock, server);
	if (has('disk')) troubleDisk();
	try {
		let running = has('second') ? 2 : 1;
		startAll(0, () => void running--);
		if (has('second')) startAll(1, () => void running--);
		while (running > 0) await clock.runUntil(clock.now + minute);
		stopOthers();
		network.isCalm = true;
		disk.trouble = 'none';
		running = 1;
		start(0, {steps: 0, isLast: true, mind: chance(plan.seed, 'last')}, () => void running--);
		while (running > 0) await clock.runUntil(clock.now + minute);
		// Whatever is on its way yet arrives.
		await clock.runUntil(clock.now + 60 * minute);
	} finally {
		crash.of = undefined;
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	}
	live.happened = clock.happened;
	return history;

	function troubleDisk(): void {
		const chances = chance(plan.seed, 'disk');
		const next = () => {
			if (network.isCalm) return;
			disk.trouble =
				disk.trouble === 'none'
					? chances.pick(['full', 'read-only', 'unreadable'] as const)
					: 'none';
			clock.after(
				disk.trouble === 'none' ? chances.between(500, 60_000) : chances.between(20, 5000),
				next,
				null,
			);
		};
		clock.after(chances.between(10, 20_000), next, null);
	}
}

live.happened = 0;

/** Whom an error belongs to that nobody caught. */
export const crash: {of: ((error: unknown) => void) | undefined} = {of: undefined};
