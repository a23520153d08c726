import {knownService, recognise} from '../multipart/services/known-services.js';
import {formatAge} from '../multipart/text/units.js';
import type {ConnectionTest, Verdict} from '../operations/connection-test/connection-test.js';

/** Something that a test found out, in words that may hold text from outside. */
export type TestFact = {
	readonly title: string;
	readonly text: string;
	readonly isWarning?: boolean;
};

/** Milliseconds. A Date header counts seconds, and the answer was some time on its way. */
const inStep = 5_000;
/** S3 API reference, "Error responses": RequestTimeTooSkewed beyond 15 minutes. */
const tooFar = 15 * 60_000;

/** As a person reads it. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
	waiting: '',
	allowed: 'allowed',
	denied: 'denied',
	failed: 'failed',
	unknown: 'unknown',
	'not-tested': 'not tested',
};

/** Why the last rows were not asked. */
export const whyNotTested = 'Not tested: they would change something.';

/** What stands above the table of a test. */
export function testFacts(test: ConnectionTest): readonly TestFact[] {
	const {endpoint, bucket, proxy} = test;
	return [
		...callerFact(test),
		{title: 'endpoint', text: endpoint},
		...serviceFact(test),
		regionFact(test),
		...(bucket === undefined
			? []
			: [
					{
						title: 'bucket',
						text:
							bucket.from === 'named' ? bucket.name : `${bucket.name} (the first that is listed)`,
					},
				]),
		...clockFact(test),
		...(proxy === undefined ? [] : [{title: 'proxy', text: proxy}]),
		...certificateFact(test),
	];
}

/** The same for everybody who asks: cmd/globals.go of MinIO. */
const ownerOnMinio = '02d6176db174dc93cb1b899f7c6078f08654445fe8cf1b6ce98d8855f66bdbf4';

function callerFact({caller, service}: ConnectionTest): TestFact[] {
	if (caller === undefined) return [];
	const {arn, id, displayName} = caller;
	const fact = (text: string) => [{title: 'caller', text}];
	if (arn !== undefined) return fact(arn);
	if (id === ownerOnMinio) return fact('unknown: MinIO names the same owner for everybody');
	const both =
		displayName && id && displayName !== id ? `${displayName} (${id})` : (id ?? displayName ?? '');
	return fact(
		service?.id === 'aws'
			? `someone in the account ${both}; S3 does not say which user or role`
			: both,
	);
}

function serviceFact({service, saidService, endpoint}: ConnectionTest): TestFact[] {
	if (service === undefined) return [];
	const {id, name} = service;
	const said = saidService === undefined ? undefined : knownService(saidService);
	// Behind the hosts of a provider may be the software of another.
	const isOwn = recognise(endpoint)?.id === saidService;
	if (saidService === id || saidService === 'other' || said === undefined || isOwn)
		return [{title: 'service', text: name}];
	const text = `${name}, and not ${said.name} as the profile says: change its service`;
	return [{title: 'service', text, isWarning: true}];
}

function regionFact({region, bucketRegion}: ConnectionTest): TestFact {
	return bucketRegion === undefined || bucketRegion === region
		? {title: 'region', text: region}
		: {
				title: 'region',
				text: `${region}; the bucket is in ${bucketRegion}, where it was found`,
			};
}

function clockFact({clockOffset, trouble}: ConnectionTest): TestFact[] {
	if (clockOffset === undefined) return [];
	const off = Math.abs(clockOffset);
	if (off < inStep && trouble?.code !== 'RequestTimeTooSkewed')
		return [{title: 'clock', text: "agrees with the server's"}];
	const where = clockOffset > 0 ? 'behind' : 'ahead of';
	const text = `this machine's is ${formatAge(off)} ${where} the server's`;
	return off < tooFar
		? [{title: 'clock', text}]
		: [
				{
					title: 'clock',
					text: `${text}: set it. partway signs with the server's time, but other programs are refused`,
					isWarning: true,
				},
			];
}

function certificateFact({endpoint, caBundle, clockOffset, trouble}: ConnectionTest): TestFact[] {
	const title = 'certificate';
	if (!endpoint.startsWith('https:')) {
		const {hostname} = new URL(endpoint);
		const isHere = /^(localhost|127\..*|\[::1\])$/.test(hostname);
		return isHere
			? []
			: [{title, text: 'none: others on the network can read http://', isWarning: true}];
	}
	const bundle = caBundle === undefined ? '' : `, with those of ${caBundle}`;
	if (clockOffset !== undefined) return [{title, text: `trusted${bundle}`}];
	return /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/.test(trouble?.code ?? '')
		? [{title, text: `not trusted (${trouble?.code})${bundle}`, isWarning: true}]
		: [];
}
