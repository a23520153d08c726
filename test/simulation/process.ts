import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {compileFunction} from 'node:vm';
import type {createSession} from '../../source/session/core/store.js';
import type {Clock} from './clock.js';
import {type DiskFate, diskOf} from './given/disk.js';
import {httpOf, type Network} from './given/http.js';
import {timersOf} from './given/timers.js';

export type Program = {
	readonly createSession: typeof createSession;
	/** What a process learned of its servers: the next one knows nothing of it. */
	readonly learned: ReadonlyArray<{clear(): void}>;
};

/** What a simulated process finds around it. */
export type Surroundings = {
	readonly clock: Clock;
	readonly network: Network;
	readonly disk: DiskFate;
	isAlive(pid: number): boolean;
};

/** The names that a bundle finds in place of Node's. */
const names = [
	'Date',
	'setTimeout',
	'clearTimeout',
	'setInterval',
	'clearInterval',
	'setImmediate',
	'clearImmediate',
	'performance',
] as const;

const nodeRequire = createRequire(import.meta.url);

/**
 * Loads the built program, and the built SDK, with a clock, a network and a disk that are given. They are loaded once, since what is loaded anew runs slowly;
 * whose code runs is whose event happens. The second partway of a world is a program of its own.
 */
export function processes(files: {readonly program: string; readonly sdk: string}) {
	let around: Surroundings | undefined;
	const world = () => around!;
	const life = () => world().clock.current!;
	const random = {
		next: () => world().clock.random.next(),
		between: (low: number, high: number) => world().clock.random.between(low, high),
	};
	const hex = (count: number) =>
		Array.from({length: count}, () => random.between(0, 15).toString(16)).join('');
	const timers = timersOf(() => world().clock);
	const disk = diskOf(world);
	const http = httpOf(world);
	const given: Record<string, unknown> = {
		fs: disk.files,
		'fs/promises': disk.promises,
		'graceful-fs': disk.files,
		// A lock is let go by who holds it, or left by who dies.
		'signal-exit': () => () => {},
		http,
		https: http,
		'timers/promises': timers.promises,
		perf_hooks: {performance: timers.performance},
		os: {
			...(nodeRequire('node:os') as object),
			hostname: () => 'here',
			userInfo: () => ({username: 'someone'}),
		},
		crypto: {
			...(nodeRequire('node:crypto') as object),
			randomUUID: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
		},
	};
	const env = {AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'};
	const own: Record<string | symbol, unknown> = {
		env,
		...Object.fromEntries(
			['on', 'once', 'off', 'emit', 'removeListener'].map(name => [name, () => {}]),
		),
		kill(pid: number) {
			if (!world().isAlive(pid)) throw Object.assign(new Error('kill ESRCH'), {code: 'ESRCH'});
			return true;
		},
	};
	const givenProcess = new Proxy(process, {
		get: (target, name) =>
			name === 'pid' ? life().pid : name in own ? own[name] : Reflect.get(target, name),
		set: () => true,
	});

	/** A bundle that can be loaded more than once. */
	function bundle(file: string) {
		const params = ['require', 'module', 'exports', 'process', 'givenRandom', ...names];
		const run = compileFunction(readFileSync(file, 'utf8'), params, {filename: file});
		return () => {
			const module = {exports: {}};
			const require = (name: string) => given[name.replace(/^node:/, '')] ?? nodeRequire(name);
			run(
				require,
				module,
				module.exports,
				givenProcess,
				random.next,
				...names.map(name => timers[name]),
			);
			return module.exports;
		};
	}

	const load = bundle(files.program);
	Object.assign(given, (bundle(files.sdk)() as {packages: object}).packages);
	const programs = [load() as Program, load() as Program];

	return {
		/** The world that processes live in from now on. */
		enter(surroundings: Surroundings): void {
			around = surroundings;
		},
		/** The program as a new process has it: the first or the second of those that live at once. */
		program(nth: 0 | 1): Program {
			const program = programs[nth]!;
			for (const each of program.learned) each.clear();
			return program;
		},
	};
}
