import type {
	PermissionReason,
	TroubleReason,
} from '../../source/operations/connection-test/reasons.js';

const hint = {code: 'connection-refused'} as const;

/** Each reason of a test of a connection, with sample facts. */
export const permissionSamples: {
	readonly [Code in PermissionReason['code']]: ReadonlyArray<
		Omit<Extract<PermissionReason, {code: Code}>, 'code'>
	>;
} = {
	'buckets-listed': [
		{count: 3, isCut: false},
		{count: 1000, isCut: true},
	],
	'looked-for-missing': [{missing: 'upload'}, {missing: 'key'}],
	'missing-proves-nothing': [{missing: 'upload'}, {missing: 'key'}],
	'denied-or-hidden': [{missing: 'upload'}, {missing: 'key'}],
	'buckets-not-needed': [{}],
	'objects-hide-keys': [{}],
	'uploads-denied': [{owner: 'caller'}, {owner: 'other'}, {owner: 'unknown'}],
	'no-such-bucket': [{}],
	inconclusive: [{}],
	'request-failed': [{hint}],
	'not-asked': [{why: 'no-bucket'}, {why: 'no-such-bucket'}],
};

export const troubleSamples: {
	readonly [Code in TroubleReason['code']]: ReadonlyArray<
		Omit<Extract<TroubleReason, {code: Code}>, 'code'>
	>;
} = {
	'wrong-secret': [{}, {key: 'W3QA'}],
	'unknown-key': [{key: 'W3QA'}],
	'wrong-region': [{region: 'eu-west-3'}, {region: 'eu-west-3', wanted: 'us-east-1'}],
	'clock-off': [{hint: {code: 'clock-off', offset: 17 * 60_000}}],
	'no-answer': [{message: 'connect ECONNREFUSED 127.0.0.1:9000', hint}],
	'too-slow': [{seconds: 30}],
	'refuses-everything': [{error: 'InvalidToken', hint: {code: 'credentials-expired'}}],
};
