import {parseArgs} from 'node:util';
import {mkdtempSync, rmSync, existsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {judge} from './judge.js';
import {planOf} from './plan.js';
import {processes} from './process.js';
import {crash, live} from './world.js';

const {values} = parseArgs({
	options: {
		program: {type: 'string', default: ''},
		sdk: {type: 'string', default: ''},
		seeds: {type: 'string', default: '100'},
		from: {type: 'string', default: '1'},
		seconds: {type: 'string', default: '60'},
		history: {type: 'boolean', default: false},
	},
});
process.on('unhandledRejection', error => crash.of?.(error));
process.on('uncaughtException', error => {
	if (crash.of === undefined) throw error;
	crash.of(error);
});
const cpu = () => process.cpuUsage().user + process.cpuUsage().system;
const make = processes({program: values.program, sdk: values.sdk});
const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'partway-simulation-'));
// What is loaded late is loaded by then: it may ask for a random number.
await live({...planOf(0), troubles: [], steps: 40, lives: 2}, make, root);
const began = performance.now();
let sessions = 0;
try {
	for (let seed = Number(values.from); sessions < Number(values.seeds) && performance.now() - began < Number(values.seconds) * 1000; seed++) {
		const started = cpu() / 1000;
		const history = await live(planOf(seed), make, root);
		sessions++;
		for (const {rule, nth, words} of judge(history)) console.log(`seed ${seed}: ${rule} at ${nth}: ${words}`);
		if (values.history) console.log(JSON.stringify({what: 'took', seed, ms: Math.round(cpu() / 1000 - started), minutes: Math.round((history.at(-1)!.at - history[0]!.at) / 60000), happened: live.happened}));
		if (values.history) for (const each of history) console.log(JSON.stringify(each));
	}
} finally {
	rmSync(root, {recursive: true, force: true});
}
const took = (performance.now() - began) / 1000;
console.log(`${sessions} sessions in ${took.toFixed(1)} s: ${(sessions / took).toFixed(1)} a second; ${((sessions * 1e6) / cpu()).toFixed(1)} a second of processor`);
