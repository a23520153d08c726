// Takes pictures of the built program with the demo: docs/pictures. With --check it only says which of them are stale;
// with --out FOLDER they go there.
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {Demo} from './pictures/program.mjs';
import {mainJob, screens, small, start, wide} from './pictures/screens.mjs';
import {movingPicture, picture} from './pictures/svg.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const {values} = parseArgs({
	options: {
		check: {type: 'boolean', default: false},
		out: {type: 'string', default: join(root, 'docs/pictures')},
	},
});
const folder = resolve(values.out);
const grounds = ['dark', 'light'];

/** Text of each picture by the name of its file. */
const made = new Map();
for (const size of [small, wide]) await inDemo(size, takeScreens);
await inDemo(small, takeMainJob);
if (values.check) await check();
else await write();

async function inDemo(size, take) {
	const demo = await Demo.start(size);
	try {
		await demo.waitFor(start);
		await take(demo, size);
	} finally {
		await demo.end();
	}
}

async function takeScreens(demo, size) {
	const isTaken = ({sizes = [small]}) => sizes.includes(size);
	const last = screens.findLastIndex(isTaken);
	for (const screen of screens.slice(0, last + 1)) {
		const {name, title, keys} = screen;
		await press(demo, keys);
		if (!isTaken(screen)) continue;
		const seen = demo.cells();
		for (const ground of grounds)
			made.set(`${name}-${size.cols}x${size.rows}.${ground}.svg`, picture(seen, ground, title));
	}
}

async function takeMainJob(demo) {
	const frames = [];
	for (const {keys, ...frame} of mainJob.frames) {
		await press(demo, keys);
		frames.push({...frame, rows: demo.cells()});
	}
	for (const ground of grounds)
		made.set(`${mainJob.name}.${ground}.svg`, movingPicture(frames, ground, mainJob.title));
}

async function press(demo, keys) {
	for (const [key, wanted] of keys) {
		demo.type(key);
		await demo.waitFor(wanted);
	}
	await demo.atRest();
}

async function write() {
	await rm(folder, {recursive: true, force: true});
	await mkdir(folder, {recursive: true});
	for (const [name, text] of made) await writeFile(join(folder, name), text);
	const bytes = [...made.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
	console.log(`${folder}: ${made.size} files, ${Math.round(bytes / 1024)} KiB`);
}

async function check() {
	const there = await readdir(folder).catch(() => []);
	const stale = there.filter(name => !made.has(name));
	for (const [name, text] of made)
		if (text !== (await readFile(join(folder, name), 'utf8').catch(() => undefined)))
			stale.push(name);
	if (stale.length === 0) return;
	console.error(`Stale: ${stale.sort().join(', ')}. Run: npm run pictures`);
	process.exitCode = 1;
}
