import {join} from 'node:path';
import {expect, test} from 'vitest';
import {exitCodes} from '../../../source/commands/base/exit.js';
import {whatFailed, whatToDo} from '../../../source/commands/base/output/words.js';
import {rescueOutcomeLines} from '../../../source/commands/rescue/outcome.js';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {findUploads} from '../../../source/operations/rescue/find.js';
import {seeLocalFile} from '../../../source/operations/rescue/local-file.js';
import {prepareRescue} from '../../../source/operations/rescue/prepare.js';
import {sendRescue} from '../../../source/operations/rescue/rescue.js';
import type {PreparedRescue, RescueResult} from '../../../source/operations/rescue/rescue-types.js';
import {S3Failure} from '../../../source/s3/failure/failure.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {Random} from '../../../source/sandbox/random.js';
import {rescueFindingWords} from '../../../source/text/rescue/rescue-finding-words.js';
import {nowhere, runCommand} from '../../support/io.js';
import {
	bucket,
	type Interrupted,
	interrupt,
	objectAt,
	removeObject,
	type Served,
	serveOne,
	services,
} from './interrupted.js';
import {
	checking,
	firstPart,
	type Moment,
	type RefusalCase,
	type Refused,
	refusalCases,
} from './refusal-cases.js';

/** As in rescue-runs. */
const runs = Number(process.env['RUNS'] ?? 200);
const firstSeed = Number(
	process.env['SEED'] ?? (process.env['CI'] ? 20_261_122 : Date.now() % 1e6),
);

/** The gateway, and somebody who meddles right before a request of it. */
function meddled(gateway: Gateway, {method, nth}: Moment, meddle: () => Promise<void>): Gateway {
	let left = nth;
	return new Proxy(gateway, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name);
			if (name === 'withTerms')
				return (terms: Gateway['terms']) =>
					meddled(target.withTerms(terms), {method, nth: left}, meddle);
			if (name !== method || typeof value !== 'function') return value;
			return async (...args: unknown[]) => {
				left--;
				if (left === 0) await meddle();
				return Reflect.apply(value, target, args);
			};
		},
	});
}

/** What a rescue came to, and what partway rescue says of it. */
type Said = {readonly code: string; readonly words: string};

function said(result: RescueResult, {plan}: PreparedRescue): Said {
	const words = rescueOutcomeLines(result).join('\n');
	if (result.kind === 'changed') return {code: 'changed', words};
	if (result.kind !== 'refused' || result.finding === undefined)
		return {code: result.reason.code, words};
	// Of such a plan the command shows all that was found, and sends nothing.
	const blocking = plan.findings.filter(({level}) => level === 'blocks');
	return {code: result.finding.code, words: blocking.map(rescueFindingWords).join('\n')};
}

/** The whole command. */
async function rescue(on: Refused, what: RefusalCase, random: Random): Promise<Said> {
	const {meanwhile} = what;
	let moment = meanwhile && random.pick(meanwhile.moments);
	let hasMeddled = meanwhile === undefined;
	const gatewayFor = (step: 'prepare' | 'send') =>
		meanwhile === undefined || moment === undefined || meanwhile.during !== step
			? on.gateway
			: meddled(on.gateway, moment, async () => {
					hasMeddled = true;
					await meanwhile.meddle(on, random);
				});
	const journal = openJournal({folder: join(on.folder, 'state')});
	const depsFor = (step: 'prepare' | 'send') => ({
		...{gateway: gatewayFor(step), journal, connection: 'test'},
	});
	try {
		const file = await seeLocalFile(on.path);
		const key = what.wrongKey ? `${on.target.key}.other` : on.target.key;
		const {uploads} = await findUploads(on.gateway, {bucket, key});
		if (uploads.length === 0 && random.next() < 0.5) return byCommand(on, key);
		const target = {...on.target, key, keyCertain: true};
		const choice = {includeActive: true, ...(what.wrongKey ? {partSize: on.partSize} : {})};
		const first = await prepareRescue(depsFor('prepare'), file, target, choice);
		const needsSize = first.plan.findings.some(({code}) => code === 'part-size-needed');
		const prepared = needsSize
			? await prepareRescue({...depsFor('send'), gateway: on.gateway}, file, target, {
					...choice,
					partSize: on.partSize,
				})
			: first;
		if (moment === firstPart && prepared.plan.toSend.length === 0) moment = checking;
		const blocking = prepared.plan.findings.filter(({level}) => level === 'blocks');
		const result = await sendRescue(depsFor('send'), prepared, {sleep: async () => {}});
		if (!hasMeddled) return {code: 'not meddled with', words: ''};
		if (blocking.length > 0) expect(result.kind).toBe('refused');
		return said(result, prepared);
	} catch (error) {
		if (error instanceof S3Failure)
			return {code: error.code, words: `${whatFailed(error)}\n${whatToDo(error)}`};
		if (error instanceof Error) return {code: error.name, words: error.message};
		throw error;
	}
}

/** An upload that is not listed is met by the command before all else. */
async function byCommand(
	{sandbox: {endpoint}, folder, path}: Interrupted,
	key: string,
): Promise<Said> {
	const {code, stderr} = await runCommand(
		['rescue', path, `s3://${bucket}/${key}`, '-e', endpoint, '--yes', '--include-active'],
		{
			env: {
				...nowhere,
				HOME: folder,
				PARTWAY_STATE_DIR: join(folder, 'state'),
				AWS_REGION: 'us-east-1',
			},
		},
	);
	expect(code).toBe(exitCodes.failed);
	return {code: 'no-upload', words: stderr};
}

async function runOnce(
	served: Served,
	seed: number,
	name: string,
	what: RefusalCase,
): Promise<string> {
	const random = new Random(seed);
	const least = {parts: 2, landed: 1, lastIsShort: true};
	const on = {...(await interrupt(served, random, seed, least)), mustSay: []};
	const {key} = on.target;
	on.sandbox.requests.clear();
	try {
		await what.first?.(on, random);
		const {code, words} = await rescue(on, what, random);
		expect(words).toMatch(what.says[code] ?? expect.fail(`it came to ${code}: ${words}`));
		for (const each of on.mustSay) expect(words).toMatch(each);
		const completed = on.sandbox.requests.log.filter(
			({operation, status}) => operation === 'CompleteMultipartUpload' && status === 200,
		);
		expect(completed.length).toBe(name === 'it is completed by another one' ? 1 : 0);
		const object = await objectAt(on, key);
		expect(object !== undefined).toBe(what.othersObject === true);
		return code;
	} catch (error) {
		throw new Error(`${name} with ${on.told}: ${(error as Error).message}`, {cause: error});
	} finally {
		await removeObject(on, key);
		await on.remove();
	}
}

test(`${runs} rescues of a file or an upload that is not what it was complete nothing, and say why`, async () => {
	const servers = new Map<number, Served>();
	const wrong: string[] = [];
	const seen: Record<string, number> = {};
	const names = Object.keys(refusalCases);
	try {
		for (let nth = 0; nth < runs; nth++) {
			const seed = firstSeed + nth;
			const which = seed % 20 === 0 ? 0 : 1 + (seed % (services.length - 1));
			const served = servers.get(which) ?? (await serveOne(services[which] ?? services[0]));
			servers.set(which, served);
			const name = names[seed % names.length] ?? '';
			const what = refusalCases[name] ?? expect.fail('no case');
			try {
				const code = `${name}: ${await runOnce(served, seed, name, what)}`;
				seen[code] = (seen[code] ?? 0) + 1;
			} catch (error) {
				wrong.push((error as Error).message);
			}
		}
	} finally {
		for (const served of servers.values()) await served.close();
	}
	console.log(`${runs} refusals from seed ${firstSeed}: ${JSON.stringify(seen, null, '\t')}`);
	expect(wrong).toEqual([]);
}, 3_600_000);
