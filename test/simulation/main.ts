import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {cases} from './cases.js';
import type {Happened} from './history.js';
import {judge, type Violation} from './judge.js';
import {type Plan, planOf, shrunk, troubles} from './plan.js';
import {processes} from './process.js';
import {storyOf} from './story.js';
import {crash, live} from './world.js';

// What each of them means: `npm run simulate -- --help`, in scripts/simulate.mjs.
const {values} = parseArgs({
	options: {
		program: {type: 'string', default: ''},
		sdk: {type: 'string', default: ''},
		seeds: {type: 'string', default: '100'},
		seconds: {type: 'string', default: '60'},
		from: {type: 'string', default: '1'},
		// Of the seeds, every so many-th from this one on: `0/2`, `1/2`.
		share: {type: 'string', default: '0/1'},
		seed: {type: 'string'},
		plan: {type: 'string'},
		with: {type: 'string'},
		'until-found': {type: 'boolean', default: false},
		json: {type: 'boolean', default: false},
	},
});
const isOne = values.seed !== undefined || values.plan !== undefined;
const [first = 0, step = 1] = values.share.split('/').map(Number);

// The program makes many errors that nobody reads; where they come from is told of one session.
const depth = Error.stackTraceLimit;
const traceErrors = (traced: boolean) => {
	Error.stackTraceLimit = traced ? depth : 0;
};
traceErrors(isOne);

process.on('unhandledRejection', error => crash.of?.(error));
process.on('uncaughtException', error => {
	if (crash.of === undefined) throw error;
	crash.of(error);
});

const loaded = processes({program: values.program, sdk: values.sdk});
const root = mkdtempSync(
	join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'partway-simulation-'),
);
const counts = {sessions: 0, happenings: 0, failures: 0};
/** Rules of which the shortest session is printed. */
const shown = new Set<string>();

async function judged(plan: Plan): Promise<{history: Happened[]; wrong: Violation[]}> {
	const history = await live(plan, loaded, root);
	return {history, wrong: judge(history)};
}

/** Prints what is wrong, and for the first session with a rule the shortest that shows it. */
async function report(plan: Plan, wrong: readonly Violation[]): Promise<void> {
	console.log(wrong.map(({rule, words}) => `seed ${plan.seed}: ${rule}: ${words}`).join('\n'));
	const rules = new Set(wrong.map(({rule}) => rule));
	if (values['until-found'] || [...rules].every(rule => shown.has(rule))) return;
	for (const rule of rules) shown.add(rule);
	traceErrors(true);
	const least = await shrunk(plan, async each =>
		(await judged(each)).wrong.some(({rule}) => rules.has(rule)),
	);
	const {history, wrong: left} = await judged(least);
	traceErrors(false);
	console.log(
		`the shortest that shows it: npm run simulate -- --plan '${JSON.stringify(least)}'\n${storyOf(history, left)}`,
	);
}

async function one(plan: Plan): Promise<void> {
	const {history, wrong} = await judged(plan);
	counts.failures += wrong.length;
	if (values.json) printEach(history);
	else console.log(storyOf(history, wrong));
}

function printEach(history: readonly Happened[]): void {
	for (const each of history) console.log(JSON.stringify(each));
}

/** The cases are lived through by every process: what is loaded or read once for all is so from the first session on. */
async function known(): Promise<void> {
	for (const {plan, wrong: was} of cases) {
		const {wrong} = await judged(plan);
		if (wrong.length === 0) continue;
		counts.failures++;
		console.log(`a case fails again (${was}): ${JSON.stringify(wrong)}`);
	}
}

async function many(): Promise<void> {
	const wanted = values.with?.split(',');
	const chosen =
		wanted === undefined ? {} : {troubles: troubles.filter(each => wanted.includes(each))};
	const end = performance.now() + Number(values.seconds) * 1000;
	for (let nth = first; nth < Number(values.seeds) && performance.now() < end; nth += step) {
		const plan = {...planOf(Number(values.from) + nth), ...chosen};
		const {history, wrong} = await judged(plan);
		counts.sessions++;
		counts.happenings += history.length;
		if (values.json) printEach(history);
		if (wrong.length > 0) {
			counts.failures++;
			await report(plan, wrong);
			if (values['until-found']) break;
		}
		if (counts.sessions % 20 === 0) tellCounts();
	}
	tellCounts();
}

/** Whoever started it adds up what all found. */
function tellCounts(): void {
	const {user, system} = process.cpuUsage();
	process.send?.({...counts, busy: (user + system) / 1e6, memory: process.memoryUsage().rss});
}

try {
	await known();
	if (values.plan !== undefined) await one(JSON.parse(values.plan) as Plan);
	else if (values.seed !== undefined) await one(planOf(Number(values.seed)));
	else await many();
} finally {
	rmSync(root, {recursive: true, force: true});
}
process.exitCode = counts.failures === 0 ? 0 : 1;
process.disconnect?.();
