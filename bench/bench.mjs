import {execFileSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {builtPrograms} from './lib/clients.mjs';
import {machine, sectionOf, summaryOf} from './lib/report.mjs';
import {startCephHere, startSandboxApart} from './lib/servers.mjs';
import {targetsTable} from './lib/targets.mjs';
import {abortCeph, abortLatency} from './works/aborts.mjs';
import {growth, listCeph, listLatency, listMillion, listParts} from './works/listings.mjs';
import {rescueCeph, rescueCheck, rescueSandbox} from './works/rescue.mjs';
import {keys, screen300k, screenMillion, tree} from './works/screen.mjs';
import {firstFrame, help, version} from './works/start.mjs';
import {wire} from './works/wire.mjs';

const works = {
	version,
	help,
	'first-frame': firstFrame,
	'list-ceph': listCeph,
	'list-parts': listParts,
	'list-latency': listLatency,
	'list-million': listMillion,
	growth,
	'abort-ceph': abortCeph,
	'abort-latency': abortLatency,
	'rescue-ceph': rescueCeph,
	'rescue-sandbox': rescueSandbox,
	'rescue-check': rescueCheck,
	keys,
	tree,
	wire,
	'screen-300k': screen300k,
	'screen-million': screenMillion,
};

const usage = `npm run bench -- [WORK ...] [--rounds N] [--scale X] [--before DIR] [--out FILE]

What partway takes, in turn with other clients and with an older build of itself.

  WORK          ${Object.keys(works).join(', ')}; all unless named
  --rounds N    of each, after one that does not count (5); the slow ones have fewer
  --minutes N   all of it; what there is no time for is left out, and named (18)
  --scale X     this share of the uploads, to try it: 0.01
  --before DIR  a checkout of partway at another commit, with its node_modules
  --out FILE    where the report goes: docs/performance.md for all works at full
                scale, else stdout
`;

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		rounds: {type: 'string', default: '5'},
		minutes: {type: 'string', default: '18'},
		scale: {type: 'string', default: '1'},
		before: {type: 'string'},
		out: {type: 'string'},
		help: {type: 'boolean', short: 'h', default: false},
	},
});
const unknown = positionals.filter(name => works[name] === undefined);
if (values.help || unknown.length > 0) {
	process.stderr.write(
		unknown.length > 0 ? `No such work: ${unknown.join(', ')}.\n\n${usage}` : usage,
	);
	process.exit(values.help ? 0 : 2);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = positionals.length === 0 ? Object.keys(works) : positionals;
const scale = Number(values.scale);
const isWhole = positionals.length === 0 && scale === 1;
const out = values.out ?? (isWhole ? join(root, 'docs/performance.md') : undefined);

execFileSync(process.execPath, ['scripts/build.mjs', '--quiet'], {cwd: root, stdio: 'inherit'});
const folder = await mkdtemp(join(tmpdir(), 'partway-bench-'));
const before = values.before === undefined ? undefined : resolve(values.before);
const here = {folder, programs: builtPrograms(root, before)};
const size = count => Math.max(1, Math.round(count * scale));
const end = performance.now() + Number(values.minutes) * 60_000;
// What a work may overrun: the run that is under way.
const spare = 30_000;
let ceph;
const results = [];
const missing = [];
try {
	for (const name of wanted) {
		const {title, seconds, run, targets} = works[name];
		const words = title({size: count => size(count).toLocaleString('en')});
		const until = Math.min(end - spare, performance.now() + seconds * 1000);
		if (until < performance.now()) {
			missing.push(`${words}: there was no time left.`);
			continue;
		}
		process.stderr.write(`${words} `);
		const begun = performance.now();
		const sandboxes = [];
		const context = {
			here,
			size,
			until,
			rounds: Number(values.rounds),
			ceph: () => {
				ceph ??= startCephHere();
				return ceph;
			},
			async sandbox(options) {
				const sandbox = await startSandboxApart(folder, options);
				sandboxes.push(sandbox);
				return sandbox;
			},
		};
		try {
			const result = await run(context);
			if (result === undefined) missing.push(`${words}: Ceph is not installed.`);
			else results.push({name, title: words, targets: targets?.(result.rows), ...result});
		} catch (error) {
			missing.push(`${words}: ${error.message.split('\n', 1)}`);
			process.stderr.write(error.message);
			process.exitCode = 1;
		} finally {
			for (const sandbox of sandboxes) await sandbox.stop();
		}
		process.stderr.write(` ${Math.round((performance.now() - begun) / 1000)} s\n`);
	}
} finally {
	await (await ceph)?.stop();
	await rm(folder, {recursive: true, force: true, maxRetries: 5});
}

const withoutPaths = line =>
	[...here.programs]
		.reduce(
			(text, [name, file]) =>
				text.replaceAll(file, name === 'partway' ? 'dist/cli.js' : `${name}/dist/cli.js`),
			line,
		)
		.replaceAll(process.execPath, 'node')
		.replaceAll(folder, '')
		.replaceAll(root, '')
		.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT');
const command = process.argv
	.slice(2)
	.map(word => (word === values.before ? 'DIR' : word === values.out ? 'FILE' : word));
const report = [
	'# Performance',
	`What partway takes, in turn with other clients in one run: min · **median** · max. A machine that does other work at the same time shows other seconds, and about the same ratios. Made by \`${['npm run bench', ...(command.length > 0 ? ['--', ...command] : [])].join(' ')}\`.`,
	...(scale === 1
		? []
		: [`**A trial with ${scale * 100} % of the uploads: no figure here counts.**`]),
	machine(root, before),
	'The sandbox is a server of partway\'s own that answers as Ceph 16 does. "Before" is partway at an older commit. Seconds of the processor and memory are those of the client alone.',
	'## Targets',
	targetsTable(results),
	...(missing.length > 0
		? [`Not measured:\n\n${missing.map(line => `- ${withoutPaths(line)}`).join('\n')}`]
		: []),
	'## In short',
	summaryOf(results),
	...results.map(({name, title, ...result}) => sectionOf(name, title, result, withoutPaths)),
].join('\n\n');
if (out === undefined) process.stdout.write(`${report}\n`);
else await writeFile(out, `${report}\n`);
