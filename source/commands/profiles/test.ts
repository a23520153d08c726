import {
	type ConnectionTest,
	isFine,
	type TestedPermission,
	type Verdict,
} from '../../operations/connection-test/connection-test.js';
import {testConnection} from '../../operations/connection-test/test-connection.js';
import {padEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {
	permissionAdvice,
	permissionWords,
	testTroubleWords,
} from '../../text/connection-test-reasons.js';
import {testFacts, verdictWords, whyNotTested} from '../../text/connection-test-words.js';
import {answerFacts} from '../../text/failure/failure-words.js';
import type {Run} from '../base/command.js';
import {connectFor} from '../base/connect.js';
import {type ExitCode, exitCodes} from '../base/exit.js';
import {readTarget} from '../base/options/targets.js';
import {versionedDocument} from '../base/output/document.js';
import {Progress} from '../base/output/progress.js';
import type {TestFlags} from './options.js';

/** Tests a connection and tells what it is good for; what stands in the way of everything is said on stderr too. */
export async function testProfile(
	run: Run,
	{json, ...flags}: TestFlags,
	name: string,
	typed: string | undefined,
): Promise<ExitCode> {
	const named = readTarget(typed);
	const connection = await connectFor({...flags, profile: name}, run.env);
	const {gateway, settings, service, defaultTarget, label} = connection;
	const progress = new Progress(run.stderr);
	try {
		const test = await testConnection(gateway, {
			...{settings, service, target: named ?? defaultTarget},
			...{env: run.env, signal: run.signal},
			onProgress: ({permissions}) => {
				const next = permissions.find(({verdict}) => verdict === 'waiting');
				if (next !== undefined) progress.show(`asking ${next.action}`);
			},
		});
		progress.end();
		await run.write(json ? versionedDocument(toJson(label, test)) : report(test));
		const {trouble} = test;
		if (trouble !== undefined) {
			const shown = answerFacts(trouble).join(', ');
			const {sentence, advice} = testTroubleWords(trouble.reason, 'command');
			await run.say(escapeForTerminal(`${sentence}${shown === '' ? '' : ` (${shown})`}`));
			if (advice !== undefined) await run.say(escapeForTerminal(advice));
		}
		return isFine(test) ? exitCodes.done : exitCodes.failed;
	} finally {
		progress.end();
		gateway.close();
	}
}

function report(test: ConnectionTest): string {
	const {permissions} = test;
	const widest = (of: (row: TestedPermission) => string) =>
		Math.max(...permissions.map(row => of(row).length));
	const actions = widest(({action}) => action);
	const resources = widest(({resource}) => escapeForTerminal(resource));
	return [
		...testFacts(test).map(({title, text}) => `${padEnd(title, 12)} ${escapeForTerminal(text)}`),
		'',
		...permissions.map(({action, verdict, resource, code, reason}) =>
			[
				padEnd(action, actions),
				padEnd(verdictWords[verdict], 10),
				padEnd(escapeForTerminal(resource), resources),
				...(verdict === 'allowed' || verdict === 'not-tested'
					? []
					: [
							escapeForTerminal(
								[code, reason && permissionWords(reason, 'command')]
									.filter(text => text)
									.join(': '),
							),
						]),
			]
				.join('  ')
				.trimEnd(),
		),
		'',
		whyNotTested,
	]
		.map(line => `${line}\n`)
		.join('');
}

const results: Readonly<Record<Verdict, string>> = {
	waiting: 'Unknown',
	allowed: 'Allowed',
	denied: 'Denied',
	failed: 'Failed',
	unknown: 'Unknown',
	'not-tested': 'NotTested',
};

/** In the style of the AWS CLI; what is not known is null. */
function toJson(label: string, test: ConnectionTest): object {
	const {endpoint, service, caller, bucket, region, bucketRegion, trouble} = test;
	const said = trouble && testTroubleWords(trouble.reason, 'command');
	return {
		Connection: label,
		Endpoint: endpoint,
		Service: service?.id ?? null,
		Caller:
			caller === undefined
				? null
				: {Arn: caller.arn, ID: caller.id, DisplayName: caller.displayName},
		Region: region,
		Bucket: bucket?.name ?? null,
		BucketRegion: bucketRegion ?? null,
		ClockOffsetMilliseconds: test.clockOffset ?? null,
		Proxy: test.proxy ?? null,
		CaBundle: test.caBundle ?? null,
		Permissions: test.permissions.map(row => ({
			Action: row.action,
			Resource: row.resource,
			Result: results[row.verdict],
			...{Code: row.code, Status: row.status, RequestId: row.requestId, Retryable: row.retryable},
			Message: row.reason && permissionWords(row.reason, 'command'),
			Advice: permissionAdvice(row),
		})),
		Trouble:
			trouble === undefined
				? null
				: {
						Message: said?.sentence,
						Advice: said?.advice,
						Code: trouble.code,
						HTTPStatusCode: trouble.status,
						Status: trouble.status,
						RequestId: trouble.requestId,
						Retryable: trouble.retryable,
					},
	};
}
