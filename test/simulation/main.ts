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

const {values} = parseArgs({
	options: {
		program: {type: 'string', default: ''},
		sdk: {type: 'string', default: ''},
		// So many sessions, one for each seed, or as many as end within the time.
		seeds: {type: 'string', default: '100'},
		seconds: {type: 'string', default: '60'},
		from: {type: 'string', default: '1'},
		// One session alone, by its seed or by what was shrunk of it: tells all that happens in it.
		seed: {type: 'string'},
		plan: {type: 'string'},
		// The troubles of each session, with commas between them, in place of those that its seed says.
		with: {type: 'string'},
		// Ends with the first that is found.
		'until-found': {type: 'boolean', default: false},
		json: {type: 'boolean', default: false},
	},
});

process.on('unhandledRejection', error => crash.of?.(error));
process.on('uncaughtException', error => {
	if (crash.of === undefined) throw error;
	crash.of(error);
});

const loaded = processes({program: values.program, sdk: values.sdk});
const root = mkdtempSync(
	join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'partway-simulation-'),
);
let violations = 0;
let events = 0;

async function judged(plan: Plan): Promise<{history: Happened[]; wrong: Violation[]}> {
	const history = await live(plan, loaded, root);
	events += history.length;
	return {history, wrong: judge(history)};
}

async function report(plan: Plan, wrong: readonly Violation[]): Promise<void> {
	violations++;
	if (values['until-found'])
		return console.log(
			wrong.map(({rule, words}) => `seed ${plan.seed}: ${rule}: ${words}`).join('\n'),
		);
	const rules = new Set(wrong.map(({rule}) => rule));
	console.log(
		`seed ${plan.seed}: ${wrong.map(({rule, words}) => `${rule}: ${words}`).join('\n  ')}`,
	);
	const least = await shrunk(plan, async each =>
		(await judged(each)).wrong.some(({rule}) => rules.has(rule)),
	);
	console.log(`the shortest that shows it: npm run simulate -- --plan '${JSON.stringify(least)}'`);
	const {history, wrong: left} = await judged(least);
	console.log(storyOf(history, left));
}

async function one(plan: Plan): Promise<void> {
	const {history, wrong} = await judged(plan);
	violations += wrong.length;
	if (values.json) for (const each of history) console.log(JSON.stringify(each));
	else console.log(storyOf(history, wrong));
}

async function many(): Promise<void> {
	const wanted = values.with?.split(',');
	const chosen =
		wanted === undefined ? {} : {troubles: troubles.filter(each => wanted.includes(each))};
	const began = performance.now();
	const {user, system} = process.cpuUsage();
	let sessions = 0;
	for (
		let seed = Number(values.from);
		sessions < Number(values.seeds) && performance.now() - began < Number(values.seconds) * 1000;
		seed++
	) {
		const plan = {...planOf(seed), ...chosen};
		const {wrong} = await judged(plan);
		sessions++;
		if (wrong.length > 0) await report(plan, wrong);
		if (violations > 0 && values['until-found']) break;
	}
	const took = (performance.now() - began) / 1000;
	const used = process.cpuUsage();
	const busy = (used.user - user + used.system - system) / 1e6;
	console.log(
		`${sessions} sessions in ${took.toFixed(1)} s: ${(sessions / took).toFixed(1)} a second, ${(sessions / busy).toFixed(1)} a second of processor; ${events} happenings, ${violations} with a violation`,
	);
}

try {
	for (const {plan, wrong: was} of cases) {
		const {wrong} = await judged(plan);
		violations += wrong.length;
		if (wrong.length > 0) console.log(`a case fails again (${was}): ${JSON.stringify(wrong)}`);
	}
	if (values.plan !== undefined) await one(JSON.parse(values.plan) as Plan);
	else if (values.seed !== undefined) await one(planOf(Number(values.seed)));
	else await many();
} finally {
	rmSync(root, {recursive: true, force: true});
}
process.exitCode = violations === 0 ? 0 : 1;
