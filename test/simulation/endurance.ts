import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate as turn} from 'node:timers/promises';
import {sampleUsers} from '../../source/sandbox/users.js';
import type {Session} from '../../source/session/core/store.js';
import {Clock, Life} from './clock.js';
import {SimulatedNetwork} from './network.js';
import {fill, others} from './others.js';
import {Person} from './person.js';
import {chance, type Plan} from './plan.js';
import {processes} from './process.js';
import {bucketName, endpoint, Server} from './server.js';

/** What a session holds at the end of an hour, and what it did in the last quarter of it, in which nobody pressed a key. */
export type HourOfUse = {
	/** Bytes, after a collection. */
	readonly heap: number;
	readonly timers: number;
	readonly connections: number;
	/** Handles of the true process. */
	readonly handles: number;
	readonly requests: number;
	readonly acts: number;
	readonly idle: {readonly events: number; readonly renders: number; readonly requests: number};
};

const minute = 60_000;
const plan: Plan = {
	...{seed: 8, like: 'aws', troubles: ['others'], steps: 0, lives: 1, uploads: 30},
};
const [program = '', sdk = '', hours = '8'] = process.argv.slice(2);

/** One process that is used for hours: by somebody who tries all keys, then watched and refreshed, then left alone. */
async function use(): Promise<HourOfUse[]> {
	const loaded = processes({program, sdk});
	const folder = mkdtempSync(
		join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'partway-endurance-'),
	);
	const clock = new Clock(Date.UTC(2026, 10, 20, 12), chance(plan.seed, 'clock of all'));
	let [ids, requests, events, renders, acts] = [0, 0, 0, 0, 0];
	const server = new Server(
		plan.like,
		() => Math.round(clock.now),
		() => `id-${++ids}`,
		() => {},
	);
	fill(plan, server, clock.now);
	const network = new SimulatedNetwork(
		plan,
		clock,
		server,
		() => Math.round(clock.now),
		({what}) => {
			if (what === 'left') requests++;
		},
	);
	const life = new Life(1001, 0);
	const after = clock.after.bind(clock);
	clock.after = (milliseconds, run, of = clock.current) =>
		after(milliseconds, of === life ? counted(run) : run, of);
	function counted(run: () => void) {
		return () => {
			events++;
			run();
		};
	}
	loaded.enter({
		...{clock, network, isAlive: pid => pid === life.pid},
		disk: {
			...{chance: chance(plan.seed, 'disk'), trouble: 'none', dies: () => false},
			...{die() {}, flushed() {}},
		},
	});
	const [user] = sampleUsers;
	let session: Session | undefined;
	const inProcess = (run: () => void) => {
		clock.after(0, run, life);
		return clock.runUntil(clock.now + 1);
	};
	await inProcess(() => {
		session = loaded.program(0).createSession({
			launch: {
				...{kind: 'settings', label: 'own:world', demo: false},
				settings: {
					...{endpoint, region: 'us-east-1', pathStyle: true, readOnly: false},
					checksums: 'when-required',
					credentials: {
						kind: 'keys',
						accessKeyId: user!.accessKeyId,
						secretAccessKey: user!.secretAccessKey,
					},
				},
				target: {bucket: bucketName, prefix: ''},
			},
			stateFolder: join(folder, 'state'),
			env: {
				HOME: folder,
				PARTWAY_STATE_DIR: join(folder, 'state'),
				PARTWAY_CONFIG_DIR: join(folder, 'config'),
			},
			writeTerminal() {},
		});
		session.subscribe(() => renders++);
		session.start();
	});
	const used = session as unknown as Session;
	const press = (...keys: readonly string[]) =>
		inProcess(() => {
			for (const key of keys) used.dispatch({type: 'key', key, alone: true});
		});
	// Whoever quits ends the session.
	const stays: Session = {
		...used,
		dispatch(action) {
			if (action.type !== 'key' || !['q', 'ctrl-c', 'ctrl-d'].includes(action.key))
				used.dispatch(action);
		},
	};
	const stopOthers = others(plan, clock, server);
	const told: HourOfUse[] = [];
	for (let nth = 1; nth <= Number(hours); nth++) {
		const end = clock.now + 60 * minute;
		let isOver = false;
		const person = new Person(stays, clock, life, chance(nth, 'person'), ({what}) => {
			if (what === 'agreed') acts++;
		});
		await inProcess(() =>
			person.begin(200, () => {
				isOver = true;
			}),
		);
		while (!isOver && clock.now < end - 40 * minute) await clock.runUntil(clock.now + 1000);
		await press('esc', 'esc', 'esc', 'esc', 'esc', 'u', 'w');
		while (clock.now < end - 16 * minute) {
			await press('r', 'j', 'enter');
			await clock.runUntil(clock.now + 20_000);
			await press('esc', 't');
			await clock.runUntil(clock.now + 20_000);
			await press('t', 'G', 'g');
			await clock.runUntil(clock.now + 20_000);
		}
		await press('w');
		await clock.runUntil(end - 15 * minute);
		const before = {events, renders, requests};
		await clock.runUntil(end);
		for (let again = 0; again < 3; again++) {
			await turn();
			globalThis.gc?.();
		}
		told.push({
			heap: process.memoryUsage().heapUsed,
			timers: life.timers.size,
			connections: life.open.size,
			handles: (process as unknown as {_getActiveHandles(): unknown[]})._getActiveHandles().length,
			...{requests, acts},
			idle: {
				events: events - before.events,
				renders: renders - before.renders,
				requests: requests - before.requests,
			},
		});
	}
	stopOthers();
	await inProcess(() => used.close());
	await clock.runUntil(clock.now + 5 * minute);
	rmSync(folder, {recursive: true, force: true});
	console.log(JSON.stringify({hours: told, left: [...life.timers, ...life.open].map(String)}));
	return told;
}

await use();
