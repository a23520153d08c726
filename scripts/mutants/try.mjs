import {execFileSync, fork} from 'node:child_process';
import {once} from 'node:events';
import {
	copyFileSync,
	cpSync,
	linkSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {transform} from 'esbuild';
import {broken, root} from './lists.mjs';

/** Milliseconds. Test files take seconds, some a minute: one that takes longer hangs. */
const patience = 300_000;

/** Lends a copy of the repository, in which things may be broken. */
export async function inCopy(use) {
	const copy = mkdtempSync(join(tmpdir(), 'partway-mutants-'));
	try {
		const left = new Set(['node_modules', '.git'].map(name => join(root, name)));
		cpSync(root, copy, {recursive: true, filter: path => !left.has(path)});
		linkModules(join(copy, 'node_modules'));
		await use(copy);
	} finally {
		rmSync(copy, {recursive: true, force: true});
	}
}

/** Packages as files of the copy's own, since the build names them by their paths: hard links, which take no room. */
function linkModules(to) {
	const kept = realpathSync(join(root, 'node_modules'));
	const isCache = path => /^[.](?!bin|package-lock)/.test(relative(kept, path));
	mkdirSync(to);
	for (const path of readdirSync(kept, {recursive: true, withFileTypes: true})) {
		const from = join(path.parentPath, path.name);
		const into = join(to, relative(kept, from));
		if (isCache(from)) continue;
		if (path.isDirectory()) mkdirSync(into);
		else if (path.isSymbolicLink()) symlinkSync(readlinkSync(from), into);
		else linkOrCopy(from, into);
	}
}

function linkOrCopy(from, into) {
	try {
		linkSync(from, into);
	} catch {
		copyFileSync(from, into);
	}
}

/** Breaks the program of a copy in one way after the other, and asks the tests. */
export class Trial {
	#copy;
	#runner;
	/** Test files that were seen to pass while nothing is broken: of others it says nothing that they fail. */
	#sound = new Set();
	/** What the build in the copy was made of: the broken text, or nothing where nothing was broken. */
	#built;
	/** A file that was broken and is whole again, of which the tests know nothing yet. */
	#mended = [];

	constructor(copy) {
		this.#copy = copy;
		this.#runner = testsIn(copy);
	}

	/** Which of its tests notices a mutant; `survived` where none does. @throws where it cannot be tried. */
	async try(mutant) {
		const path = join(this.#copy, mutant.file);
		const text = readFileSync(path, 'utf8');
		const changed = broken(text, mutant);
		// One that is no program at all would be caught by anything.
		await transform(changed, {loader: mutant.file.endsWith('x') ? 'tsx' : 'ts'});
		writeFileSync(path, changed);
		let found = {survived: mutant.tests};
		try {
			for (const file of mutant.tests) {
				const said = await this.#run(file, changed, [path]);
				if (said.error !== undefined) throw new Error(said.error);
				if (said.passed !== undefined) continue;
				found = said.hung
					? {by: file, hung: true}
					: {by: file, test: said.test, why: said.why.split('\n', 1)[0].slice(0, 160)};
				break;
			}
		} finally {
			writeFileSync(path, text);
			this.#mended.push(path);
		}
		if (found.by !== undefined) await this.#seeSound(found.by);
		return found;
	}

	close() {
		this.#runner.close();
	}

	async #seeSound(file) {
		if (this.#sound.has(file)) return;
		const said = await this.#run(file, '', []);
		if (!(said.passed > 0))
			throw new Error(`${file} does not pass as it is: ${JSON.stringify(said)}`);
		this.#sound.add(file);
	}

	#run(file, changed, paths) {
		if (/^test\/(program|worlds)\//.test(file) && this.#built !== changed) {
			const build = [join(this.#copy, 'scripts', 'build.mjs'), '--quiet'];
			execFileSync(process.execPath, build, {cwd: this.#copy});
			this.#built = changed;
		}
		return this.#runner.run([file], [...this.#mended.splice(0), ...paths]);
	}
}

/** Runs test files of a copy, in one process as long as none of them hangs. */
function testsIn(copy) {
	let child;
	return {
		async run(files, changed) {
			if (child === undefined) {
				child = fork(new URL('tests.mjs', import.meta.url), {
					cwd: copy,
					// What tests write is of no interest here: what they find is.
					stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
					// A group of its own: what hangs is a process that it began.
					detached: true,
				});
				await once(child, 'message');
			}
			child.send({files, changed});
			let timer;
			const late = new Promise(resolve => {
				timer = setTimeout(resolve, patience);
			});
			const said = await Promise.race([once(child, 'message').then(([message]) => message), late]);
			clearTimeout(timer);
			if (said !== undefined) return said;
			process.kill(-child.pid, 'SIGKILL');
			child = undefined;
			return {hung: true};
		},
		close() {
			child?.disconnect();
		},
	};
}
