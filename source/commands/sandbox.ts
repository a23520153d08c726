import {FaultsFileError} from '../sandbox/faults-file.js';
import type {Sandbox} from '../sandbox/sandbox.js';
import {describeSandbox, serve} from '../sandbox/serve.js';
import {
	readServeOptions,
	type ServeOptions,
	ServeUsageError,
	serveHelp,
} from '../sandbox/serve-options.js';
import {terminalJson} from '../terminal/json.js';

type Streams = {
	readonly out: (text: string) => void;
	readonly error: (text: string) => void;
};

/**
 * Serves a sandbox until the process is told to end (INT, TERM or HUP).
 *
 * @param args - after the name of the command
 * @returns the exit code: 0 when it was ended, 1 when it could not serve, 2 for wrong arguments
 */
export async function runSandbox(args: readonly string[], streams: Streams): Promise<number> {
	let options: ServeOptions | 'help';
	let sandbox: Sandbox;
	const ended = endOfProcess();
	try {
		options = readServeOptions(args);
		if (options === 'help') {
			streams.out(serveHelp);
			return 0;
		}
		sandbox = await serve(options);
	} catch (error) {
		streams.error(`${whyNot(error)}\n`);
		return error instanceof ServeUsageError || error instanceof FaultsFileError ? 2 : 1;
	}
	const facts = describeSandbox(sandbox);
	streams.out(options.json ? `${terminalJson(facts)}\n` : words(facts));
	await ended;
	await sandbox.close();
	return 0;
}

function words({endpoint, users, buckets}: ReturnType<typeof describeSandbox>): string {
	const [first] = users;
	const [bucket] = buckets.filter(({owner}) => owner === first?.name);
	return [
		`Serving S3 on ${endpoint} (path style). Ctrl-C ends it.`,
		...users.map(
			({name, accessKeyId, secretAccessKey}) =>
				`  ${name}: access key ${accessKeyId}, secret ${secretAccessKey}`,
		),
		...buckets.map(
			({name, owner, uploads}) => `  bucket ${name} of ${owner}: ${uploads} uploads in progress`,
		),
		'Try it:',
		`  AWS_ACCESS_KEY_ID=${first?.accessKeyId} AWS_SECRET_ACCESS_KEY=${first?.secretAccessKey} partway -e ${endpoint}${bucket === undefined ? '' : ` ${bucket.name}`}`,
		'',
	].join('\n');
}

function whyNot(error: unknown): string {
	const {code, path, port, message} = error as NodeJS.ErrnoException & {port?: number};
	if (code === 'EADDRINUSE') return `Port ${port} is taken: name another with --port.`;
	if (code === 'EACCES' && port !== undefined) return `Port ${port} is not allowed.`;
	if (code !== undefined && path !== undefined) return `${path} cannot be read (${code}).`;
	return message;
}

/** Resolves when the process is told to end; from now on it does not end by itself. */
function endOfProcess(): Promise<void> {
	return new Promise(resolve => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
			process.once(signal, () => resolve());
	});
}
