import {
	closeSync,
	fstatSync,
	openSync,
	readFileSync,
	readSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {cachedDataVersionTag} from 'node:v8';
import {Script} from 'node:vm';
import {resetV8Flags} from './v8-flags.js';

/** Node's own, of a file that was required. */
type Loaded = {exports: unknown; require(path: string): unknown};
export type Extensions = Record<string, (module: Loaded, file: string) => unknown>;

type Fresh = {
	readonly script: Script;
	readonly path: string;
	readonly sum: number;
	readonly tag: number;
};

const before = '(function(exports,require,module,__filename,__dirname){';
const after = '\n})';

/**
 * Does for the files below `program` that are required from here on what Node 22's compile cache does: takes what V8
 * made of them from `folder`, or keeps it there when the process ends. V8 looks at its version, its flags and the length
 * of the text, and at nothing else: what was cut or changed would end the process, so that sums are kept and compared.
 *
 * @returns keeps what is not kept yet.
 */
export function keepCode(folder: string, program: string, extensions: Extensions): () => void {
	const load = extensions['.js'];
	const fresh: Fresh[] = [];
	extensions['.js'] = (module, file) => {
		if (!file.startsWith(program)) return load?.(module, file);
		const bytes = functionIn(file);
		const sum = crc32(bytes);
		const tag = cachedDataVersionTag();
		const path = join(folder, `${basename(file)}-${tag}`);
		const cachedData = kept(path, sum);
		const script = new Script(bytes.toString(), {
			filename: file,
			columnOffset: -before.length,
			cachedData,
		});
		if (cachedData === undefined || script.cachedDataRejected) fresh.push({script, path, sum, tag});
		const run = script.runInThisContext();
		run(module.exports, (path: string) => module.require(path), module, file, dirname(file));
	};
	return () => {
		if (fresh.length === 0) return;
		resetV8Flags();
		const now = cachedDataVersionTag();
		for (const {script, path, sum} of fresh.filter(({tag}) => tag === now))
			keep(path, sum, script.createCachedData());
		fresh.length = 0;
	};
}

/** The text of a file as a function, in one piece: texts that are joined are copied once more, and collected as garbage. */
function functionIn(file: string): Buffer {
	const opened = openSync(file, 'r');
	try {
		const {size} = fstatSync(opened);
		const bytes = Buffer.allocUnsafe(before.length + size + after.length);
		bytes.write(before, 'latin1');
		if (readSync(opened, bytes, before.length, size, 0) !== size)
			throw new Error(`${file} is cut.`);
		bytes.write(after, before.length + size, 'latin1');
		return bytes;
	} finally {
		closeSync(opened);
	}
}

/** What is kept for the text with this sum; undefined where there is none, or where it is not whole. */
function kept(path: string, sum: number): Buffer | undefined {
	try {
		const file = readFileSync(path);
		const data = file.subarray(headBytes);
		return file.subarray(0, headBytes).equals(headOf(sum, data)) ? data : undefined;
	} catch {
		return;
	}
}

function keep(path: string, sum: number, data: Buffer): void {
	try {
		const made = `${path}.${process.pid}`;
		writeFileSync(made, Buffer.concat([headOf(sum, data), data]), {mode: 0o600});
		renameSync(made, path);
	} catch {
		// Compiled anew the next time.
	}
}

const headBytes = 8;

/** As `crc32` of `node:zlib`, which takes Node 20 5 ms to load. Only Node 20 comes here, and has this for good. */
const crc32 = (bytes: Buffer): number => bindingOf('zlib').crc32(bytes, 0);
const bindingOf = (name: string) =>
	(
		process as unknown as {binding(name: string): {crc32(bytes: Buffer, from: number): number}}
	).binding(name);

function headOf(sum: number, data: Buffer): Buffer {
	const head = Buffer.alloc(headBytes);
	head.writeUInt32LE(sum, 0);
	head.writeUInt32LE(crc32(data), 4);
	return head;
}
