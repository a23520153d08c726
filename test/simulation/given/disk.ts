import * as fs from 'node:fs';
import {basename} from 'node:path';
import type {Random} from '../../../source/sandbox/random.js';
import type {Clock, Life} from '../clock.js';

/** What is wrong with the disk: nothing, no room is left, nothing may be written, or nothing can be read. */
export type DiskTrouble = 'none' | 'full' | 'read-only' | 'unreadable';

/** What all processes of a world share of their disk. */
export type DiskFate = {
	/** How long it takes. */
	readonly chance: Random;
	trouble: DiskTrouble;
	/** Hears of each thing that is done to the disk, before and after it; true: the process dies there. */
	readonly dies: (life: Life, when: 'before' | 'after') => boolean;
	/** A file was flushed. */
	readonly flushed: (path: string) => void;
	readonly die: (life: Life) => void;
};

const messages = {
	ENOSPC: 'no space left on device',
	EROFS: 'read-only file system',
	EIO: 'i/o error',
};

function trouble(code: keyof typeof messages, what: string): Error {
	return Object.assign(new Error(`${code}: ${messages[code]}, ${what}`), {
		code,
		syscall: what,
		errno: -1,
	});
}

type Callback = (error: unknown, value?: unknown) => void;

/** The disk as a process sees it: the true one, that takes time, fails and lets processes die as the world says. */
export function diskOf(
	world: () => {readonly clock: Clock; readonly disk: DiskFate; isAlive(pid: number): boolean},
) {
	const writes = (what: string) => {
		if (world().disk.trouble === 'read-only') throw trouble('EROFS', what);
		if (world().disk.trouble === 'full') throw trouble('ENOSPC', what);
	};
	const frees = (what: string) => {
		if (world().disk.trouble === 'read-only') throw trouble('EROFS', what);
	};
	const reads = (what: string) => {
		if (world().disk.trouble === 'unreadable') throw trouble('EIO', what);
	};
	const opens = (flags: unknown) =>
		typeof flags === 'number' ? (flags & 3) !== 0 : flags !== undefined && flags !== 'r';

	function later<T>(work: (life: Life) => T): Promise<T> {
		const {clock, disk: fate} = world();
		const life = clock.current!;
		return new Promise((resolve, reject) => {
			clock.after(
				0.02 + fate.chance.next() * (fate.chance.next() < 0.05 ? 40 : 1),
				() => {
					if (fate.dies(life, 'before')) return fate.die(life);
					let value: T;
					try {
						value = work(life);
					} catch (error) {
						reject(error);
						return;
					}
					if (life.isAlive && fate.dies(life, 'after')) fate.die(life);
					// What died in the middle goes on with nothing.
					if (life.isAlive) resolve(value);
				},
				life,
			);
		});
	}

	/** Times of files are those of the world. */
	function dated(path: string, life: Life): void {
		const {clock} = world();
		const now = new Date(clock.now + life.offset);
		fs.utimesSync(path, now, now);
	}

	class Handle {
		readonly fd: number;
		readonly #path: string;
		readonly #life: Life;
		constructor(fd: number, path: string, life: Life) {
			this.fd = fd;
			this.#path = path;
			this.#life = life;
			life.open.add(this);
		}
		// The folder of a world is named anew each time.
		toString = () => `a handle of ${basename(this.#path)}`;
		stat = (options?: fs.StatOptions) => later(() => fs.fstatSync(this.fd, options));
		chmod = (mode: number) => later(() => fs.fchmodSync(this.fd, mode));
		truncate = (length = 0) => later(() => fs.ftruncateSync(this.fd, length));
		read = (buffer: Buffer, offset = 0, length = buffer.length, position: number | null = null) =>
			later(() => {
				reads('read');
				return {bytesRead: fs.readSync(this.fd, buffer, offset, length, position), buffer};
			});
		writeFile = (data: string | Uint8Array) =>
			later(life => {
				const fate = world().disk;
				const bytes = Buffer.from(data as Uint8Array);
				// A disk that fills up takes a part of it.
				if (world().disk.trouble === 'full') fs.writeSync(this.fd, bytes, 0, bytes.length >> 1);
				writes('write');
				const short = fate.dies(life, 'after');
				fs.writeSync(this.fd, bytes, 0, short ? bytes.length >> 1 : bytes.length);
				if (short) fate.die(life);
			});
		appendFile = this.writeFile;
		sync = () => later(() => world().disk.flushed(this.#path));
		datasync = this.sync;
		// As Node's: closed again, it does nothing.
		close = () =>
			later(() => {
				if (this.#life.open.delete(this)) fs.closeSync(this.fd);
			});
	}

	const promises = {
		constants: fs.constants,
		open: (path: string, flags: string | number = 'r', mode = 0o666) =>
			later(life => {
				if (opens(flags)) (fs.existsSync(path) ? frees : writes)('open');
				return new Handle(fs.openSync(path, flags, mode), path, life);
			}),
		mkdir: (path: string, options?: fs.MakeDirectoryOptions) =>
			later(life => {
				if (!fs.existsSync(path)) writes('mkdir');
				fs.mkdirSync(path, options);
				dated(path, life);
			}),
		stat: (path: string, options?: fs.StatSyncOptions) => later(() => fs.statSync(path, options)),
		lstat: (path: string, options?: fs.StatSyncOptions) => later(() => fs.lstatSync(path, options)),
		readdir: (path: string, options?: fs.ObjectEncodingOptions & {withFileTypes?: false}) =>
			later(() => {
				reads('scandir');
				return fs.readdirSync(path, options);
			}),
		readFile: (path: string, options?: BufferEncoding) =>
			later(() => {
				reads('read');
				return fs.readFileSync(path, options);
			}),
		rm: (path: string, options?: fs.RmOptions) =>
			later(() => {
				frees('unlink');
				fs.rmSync(path, options);
			}),
		unlink: (path: string) =>
			later(() => {
				frees('unlink');
				fs.unlinkSync(path);
			}),
		rmdir: (path: string) =>
			later(() => {
				frees('rmdir');
				fs.rmdirSync(path);
			}),
		rename: (from: string, to: string) =>
			later(() => {
				frees('rename');
				fs.renameSync(from, to);
			}),
		link: (from: string, to: string) =>
			later(() => {
				writes('link');
				fs.linkSync(from, to);
			}),
		copyFile: (from: string, to: string) =>
			later(() => {
				writes('copyfile');
				fs.copyFileSync(from, to);
			}),
		utimes: (path: string, at: Date, modified: Date) =>
			later(() => {
				frees('utime');
				fs.utimesSync(path, new Date(Number(at)), new Date(Number(modified)));
			}),
	};

	const called =
		(work: (...args: never[]) => Promise<unknown>) =>
		(...args: unknown[]): void => {
			const done = args.pop() as Callback;
			work(...(args as never[])).then(
				value => done(null, value),
				error => done(error),
			);
		};

	const readFileSync = (path: string | number, options?: BufferEncoding) => {
		const pid = /^\/proc\/(\d+)\/stat$/.exec(String(path))?.[1];
		if (pid === undefined) return fs.readFileSync(path, options);
		if (world().isAlive(Number(pid)))
			return `${pid} (node) S ${'0 '.repeat(18)}${Number(pid) * 7} 0`;
		throw Object.assign(new Error('ENOENT'), {code: 'ENOENT'});
	};
	const guarded =
		<A extends unknown[], R>(check: (what: string) => void, work: (...args: A) => R) =>
		(...args: A): R => {
			check('write');
			return work(...args);
		};
	const files = {
		...fs,
		promises,
		readFileSync,
		openSync: (path: string, flags: string | number = 'r', mode?: number) => {
			if (opens(flags)) (fs.existsSync(path) ? frees : writes)('open');
			return fs.openSync(path, flags, mode);
		},
		writeFileSync: guarded(writes, fs.writeFileSync),
		mkdirSync: (path: string, options?: fs.MakeDirectoryOptions) => {
			if (!fs.existsSync(path)) writes('mkdir');
			return fs.mkdirSync(path, options);
		},
		renameSync: guarded(frees, fs.renameSync),
		rmSync: guarded(frees, fs.rmSync),
		rmdirSync: guarded(frees, fs.rmdirSync),
		unlinkSync: guarded(frees, fs.unlinkSync),
		mkdir: called(promises.mkdir),
		stat: called(promises.stat),
		rmdir: called(promises.rmdir),
		utimes: called(promises.utimes),
	};
	return {files, promises};
}
