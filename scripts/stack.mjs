import {execFileSync} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {SourceMap} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';

/**
 * `npm run --silent stack < report.txt`: a report of a crash with the places of the source in the stead of those of the
 * build. Names are shortened in what is packed; files are named after what is in them, so a stack of another version than the
 * one that is checked out is not taken for one of it.
 */
const report = await text(process.stdin);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'partway-maps-'));
const maps = new Map();

async function mapOf(file) {
	if (!maps.has(file)) {
		const read = await readFile(join(folder, `${file}.map`), 'utf8').catch(() => undefined);
		maps.set(file, read === undefined ? undefined : new SourceMap(JSON.parse(read)));
	}
	return maps.get(file);
}

try {
	execFileSync(
		process.execPath,
		[join(root, 'scripts/build.mjs'), '--quiet', '--maps', '--outdir', folder],
		{stdio: 'inherit'},
	);
	const place =
		/(?:at (?:async )?(?:new )?(?:[\w$.#<>]+ )(?=\())?\(?(?:file:\/\/)?[^\s()]*?((?:chunks\/)?[\w-]+\.js):(\d+):(\d+)\)?/g;
	let done = '';
	let from = 0;
	for (const found of report.matchAll(place)) {
		const [whole, file, line, column] = found;
		const entry = (await mapOf(file))?.findEntry(Number(line) - 1, Number(column) - 1);
		if (entry?.originalSource === undefined) continue;
		const source = entry.originalSource.replace(/^(?:\.\.\/)*(?:file:\/\/)?/, '');
		const at = `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
		done += `${report.slice(from, found.index)}${whole.startsWith('at ') ? 'at ' : ''}${at}`;
		from = found.index + whole.length;
	}
	process.stdout.write(done + report.slice(from));
	if (from === 0)
		console.error('No place of this build is in it: check out the version that crashed.');
} finally {
	await rm(folder, {recursive: true, force: true});
}
