#!/usr/bin/env node
import {writeSync} from 'node:fs';
import {exitCodes} from './source/commands/base/exit.js';
import {processIo} from './source/commands/base/io.js';
import {type AppOptions, runProgram} from './source/commands/program.js';
import {parseTarget} from './source/profiles/resolve/target.js';
import {checkBucketOwner} from './source/profiles/store/bucket-terms.js';
import type {Launch} from './source/session/core/deps.js';
import {setV8Flag} from './source/terminal/compiled/v8-flags.js';
import {crashWords} from './source/terminal/crash.js';
import {escapeForTerminal} from './source/terminal/escape.js';
import {rememberTerminals} from './source/terminal/exit.js';
import {isPoorTerminal, nodeTooOld, whyNoScreen} from './source/terminal/guard.js';
import {openLog} from './source/terminal/log-file.js';
import {withoutSecrets} from './source/terminal/secrets.js';

declare const PARTWAY_VERSION: string | undefined;
/** Put before this file by the build. */
declare const compiled: typeof import('./source/terminal/compiled/in-cli.js') | undefined;

async function openApp(options: AppOptions, typed: string | undefined): Promise<number> {
	const target = typed === undefined ? undefined : parseTarget(typed);
	if (target !== undefined && 'refused' in target) return fail(target.refused, exitCodes.usage);
	const {expectedBucketOwner} = options;
	const wrongOwner = expectedBucketOwner && checkBucketOwner(expectedBucketOwner);
	if (wrongOwner) return fail(`--expected-bucket-owner: ${wrongOwner}`, exitCodes.usage);
	const noScreen = whyNoScreen(process);
	if (noScreen !== undefined) return fail(noScreen, exitCodes.usage);
	rememberTerminals();
	setColours(options.color);
	return startApp(options, target);
}

async function startApp(
	options: AppOptions,
	target: Extract<Launch, {kind: 'options'}>['target'],
): Promise<number> {
	let log: ReturnType<typeof openLog> | undefined;
	try {
		log = options.log === undefined ? undefined : openLog(options.log);
	} catch (error) {
		return fail(`The log file cannot be opened: ${(error as Error).message}`, exitCodes.usage);
	}
	fillForNode20();
	const demo = options.demo
		? await (await import('./source/commands/demo.js')).startDemo(options.readOnly === true)
		: undefined;
	const worker = new URL('./gateway-worker.js', import.meta.url);
	const {openGatewayThread} = await import('./source/s3/thread/gateway-thread.js');
	const openGateway = openGatewayThread(worker);
	const {start} = await import('./source/ui/start.js');
	// Not earlier: what was compiled with other flags is not taken from the cache.
	keepHeapsSmall();
	const {profile, endpoint, region, pathStyle, readOnly} = options;
	const {expectedBucketOwner, requestPayer, caBundle} = options;
	const more = {expectedBucketOwner, requestPayer, caBundle};
	const launch: Launch =
		demo === undefined
			? {
					kind: 'options',
					options: {profile, endpoint, region, pathStyle, readOnly, ...more},
					target,
				}
			: {
					kind: 'settings',
					label: demo.connection,
					remembered: demo.connection,
					files: demo.files,
					price: demo.price,
					demo: true,
					settings: {
						...demo.settings,
						expectedBucketOwner,
						requestPayer: requestPayer ? 'requester' : undefined,
					},
					target: target ?? {bucket: demo.bucket, prefix: ''},
				};
	// From here on the app gives the terminal back before it tells.
	process.off('uncaughtException', crash);
	try {
		const {code, message} = await start({
			launch,
			stateFolder: demo?.stateFolder,
			env: demo?.env ?? process.env,
			ascii: options.ascii === true || isPoorTerminal(process.env),
			openGateway,
			watchdog: new URL('./watchdog-thread.js', import.meta.url),
			onRequest: entry => log?.(entry),
			onStrayOutput: text => log?.({time: Date.now(), output: withoutSecrets(text)}),
		});
		if (message !== undefined) process.stderr.write(`${message}\n`);
		return code;
	} finally {
		process.on('uncaughtException', crash);
		await demo?.close();
	}
}

/** Node would print the error with all that hangs on it, and a line of the bundle. */
function crash(error: unknown): never {
	writeSync(process.stderr.fd, `${crashWords(error)}\n`);
	process.exit(exitCodes.failed);
}

function fail(sentence: string, code: number): number {
	process.stderr.write(`${escapeForTerminal(sentence)}\n`);
	return code;
}

/** Ink and chalk know FORCE_COLOR only, and look at it when they are imported. */
function setColours(wanted: boolean): void {
	const {env} = process;
	if (!wanted || (env.NO_COLOR && !env.FORCE_COLOR)) env.FORCE_COLOR = '0';
}

/**
 * V8 lets garbage pile up as long as memory is free, in the heap of each thread. Measured with 100,000 uploads on the
 * screen: 248 MB, and 207 so, for 6 % more processor time.
 */
function keepHeapsSmall(): void {
	setV8Flag('semi-space-growth-factor', 1);
	setV8Flag('heap-growing-percent', 20);
}

/** All that Ink 8 misses on Node 20. */
function fillForNode20(): void {
	const promise = Promise as unknown as {withResolvers?: () => unknown};
	promise.withResolvers ??= () => {
		const made: Record<string, unknown> = {};
		made.promise = new Promise((resolve, reject) => Object.assign(made, {resolve, reject}));
		return made;
	};
}

const tooOld = nodeTooOld(process.versions.node);
// For an end that nobody said anything about.
process.exitCode = exitCodes.failed;
if (tooOld === undefined) {
	// Undefined when this file runs as it is, without the build.
	const version = typeof PARTWAY_VERSION === 'string' ? PARTWAY_VERSION : 'unbuilt';
	process.on('uncaughtException', crash);
	const ended = runProgram(process.argv.slice(2), {
		io: processIo(),
		version,
		openApp,
		beforeWork: typeof compiled === 'undefined' ? undefined : compiled.keep,
	});
	// An idle connection must not keep the process: what is to be said is said.
	void ended.then(code => process.exit(code));
} else process.stderr.write(`${tooOld}\n`);
