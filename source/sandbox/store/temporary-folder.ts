import {rmSync} from 'node:fs';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';

/** The name says whose folder it is: process ids mean nothing on another machine. */
const prefix = `partway-sandbox-${hostname().replaceAll(/[^\w.-]/g, '_')}-`;

/** Folders of this process, to be removed should it exit without closing its sandboxes. */
const ours = new Set<string>();

let watching = false;

/** A folder for temporary files, created when it is first asked for. */
export class TemporaryFolder {
	#path: Promise<string> | undefined;
	#removed = false;

	/** Rejects once the folder was removed. */
	async path(): Promise<string> {
		if (this.#removed) throw new Error('the folder was removed');
		this.#path ??= createFolder();
		return this.#path;
	}

	/** Removes the folder and what it holds. */
	async remove(): Promise<void> {
		this.#removed = true;
		const path = await this.#path;
		if (path === undefined) return;
		await removeFolder(path);
		ours.delete(path);
	}
}

async function createFolder(): Promise<string> {
	await removeLeftovers();
	const path = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
	ours.add(path);
	if (!watching) {
		watching = true;
		process.once('exit', () => {
			for (const folder of ours) rmSync(folder, {recursive: true, force: true});
		});
	}
	return path;
}

/** Removes the folders of processes that were ended before they could. */
async function removeLeftovers(): Promise<void> {
	for (const name of await readdir(tmpdir())) {
		if (!name.startsWith(prefix)) continue;
		const pid = Number.parseInt(name.slice(prefix.length), 10);
		if (pid > 0 && !isRunning(pid)) await removeFolder(join(tmpdir(), name)).catch(() => {});
	}
}

/** Several attempts: a request that is being cut off may still put a file there. */
function removeFolder(path: string): Promise<void> {
	return rm(path, {recursive: true, force: true, maxRetries: 5});
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// It runs, and belongs to another user.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
