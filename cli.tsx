import {Command, CommanderError} from 'commander';
import {checkBucketOwner} from './source/profiles/bucket-terms.js';
import {parseTarget} from './source/profiles/target.js';
import type {Launch} from './source/session/connect.js';
import {escapeForTerminal} from './source/terminal/escape.js';
import {nodeTooOld, whyNoScreen} from './source/terminal/guard.js';
import {openLog} from './source/terminal/log-file.js';

declare const PARTWAY_VERSION: string | undefined;

/** 0 done, 1 failed, 2 usage, 130 by ctrl-c. */
const exitCodes = {failed: 1, usage: 2} as const;

type Options = {
	profile?: string;
	endpoint?: string;
	region?: string;
	pathStyle?: boolean;
	readOnly?: boolean;
	expectedBucketOwner?: string;
	requestPayer?: boolean;
	caBundle?: string;
	color: boolean;
	ascii?: boolean;
	demo?: boolean;
	log?: string;
};

function commandLine(version: string): Command {
	return new Command('partway')
		.description(
			'A terminal UI for S3 multipart uploads that were started and never finished:\nlist them, look at their parts, complete or abort them.',
		)
		.argument('[target]', 'a bucket, or s3://bucket/prefix; without one, pick')
		.option(
			'-p, --profile <name>',
			'a connection of partway or a profile of AWS (own:NAME, aws:NAME)',
		)
		.option('-e, --endpoint <url>', 'the S3 service; AWS when there is none')
		.option('-r, --region <name>', 'the region')
		.option('--path-style', 'the bucket in the path and not in the host name')
		.option('--read-only', 'send nothing that changes anything')
		.option('--expected-bucket-owner <id>', 'the account that must own the bucket: 12 digits')
		.option('--request-payer', 'pay for the requests to a Requester Pays bucket')
		.option('--no-color', 'no colours (NO_COLOR does the same)')
		.option('--ascii', 'plain signs for poor terminals')
		.option(
			'--ca-bundle <file>',
			'trust the certificates in this PEM file (AWS_CA_BUNDLE does the same)',
		)
		.option('--demo', 'open the app on an S3 server of its own, filled with sample uploads')
		.option('--log <file>', 'append a line for each request: operation, status, request id, time')
		.version(version, '-V, --version')
		.addHelpText(
			'after',
			`
Examples:
  partway --demo
  partway my-bucket
  partway -p oos-prod s3://my-bucket/raw/ --read-only
  partway -e http://127.0.0.1:9000 my-bucket

Exit codes: 0 done, 1 something failed, 2 usage, 130 ended by ctrl-c.`,
		)
		.configureOutput({
			outputError: (text, write) =>
				write(`${text.trimEnd().split('\n').map(escapeForTerminal).join('\n')}\n`),
		})
		.exitOverride();
}

async function main(args: readonly string[], version: string): Promise<number> {
	const program = commandLine(version);
	try {
		program.parse(args, {from: 'user'});
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
		throw error;
	}
	const options = program.opts<Options>();
	const target = program.args[0] === undefined ? undefined : parseTarget(program.args[0]);
	if (target !== undefined && 'refused' in target) return fail(target.refused, exitCodes.usage);
	const {expectedBucketOwner} = options;
	const wrongOwner = expectedBucketOwner && checkBucketOwner(expectedBucketOwner);
	if (wrongOwner) return fail(`--expected-bucket-owner: ${wrongOwner}`, exitCodes.usage);
	const noScreen = whyNoScreen({stdin: process.stdin, stdout: process.stdout, env: process.env});
	if (noScreen !== undefined) return fail(noScreen, exitCodes.usage);
	setColours(options.color);
	return openApp(options, target);
}

async function openApp(
	options: Options,
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
	const {openGatewayThread} = await import('./source/s3/gateway-thread.js');
	const openGateway = openGatewayThread(worker);
	const {start} = await import('./source/ui/start.js');
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
					label: 'demo',
					demo: true,
					settings: {
						...demo.settings,
						expectedBucketOwner,
						requestPayer: requestPayer ? 'requester' : undefined,
					},
					target: target ?? {bucket: demo.bucket, prefix: ''},
				};
	try {
		const {code, message} = await start({
			launch,
			stateFolder: demo?.stateFolder,
			env: process.env,
			ascii: options.ascii === true || isPoorTerminal(),
			openGateway,
			onRequest: entry => log?.(entry),
			onStrayOutput: text => log?.({time: Date.now(), output: text}),
		});
		if (message !== undefined) process.stderr.write(`${message}\n`);
		return code;
	} finally {
		await demo?.close();
	}
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

/** The console of Linux and terminals without UTF-8 lack most signs. */
function isPoorTerminal(): boolean {
	const {TERM, LC_ALL, LC_CTYPE, LANG} = process.env;
	const locale = LC_ALL || LC_CTYPE || LANG || '';
	return TERM === 'linux' || (locale !== '' && !/utf-?8/i.test(locale));
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
if (tooOld === undefined) {
	// Undefined when this file runs as it is, without the build.
	const version = typeof PARTWAY_VERSION === 'string' ? PARTWAY_VERSION : 'unbuilt';
	// An idle connection must not keep the process: what is to be said is said.
	process.exit(await main(process.argv.slice(2), version));
}
process.stderr.write(`${tooOld}\n`);
process.exitCode = exitCodes.failed;
