import {setTimeout as delay} from 'node:timers/promises';
import {isDenied, isNotImplemented, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {ActVerdict} from '../journal/acting.js';
import type {Reason} from '../reason/reason.js';
import type {RulesDifference} from '../reason/rules-reason.js';
import {rulesState, textOf} from './read-rules.js';
import {differenceOf, sameState} from './rules-difference.js';
import type {RulePlan, RulesState} from './types.js';

/** Milliseconds before each look at what was written: services answer from what they have cached. Eight seconds in all. */
const looksAfter: readonly number[] = [0, 500, 1000, 2000, 4500];

/** Milliseconds from a look that shows what was sent to one more. */
const lookAgainAfter = 1000;

export type SendOptions = {
	/** For tests: waits before a look. */
	readonly sleep?: (milliseconds: number) => Promise<unknown>;
};

/** What a write came to. `not-sent`: the rules were others just before. */
export type RulesSent = ActVerdict & {
	readonly difference?: RulesDifference;
	/** What the service showed last. */
	readonly found?: RulesState;
};

/** A change of rules as it is sent. */
export type RulesWrite = {
	readonly bucket: string;
	readonly rule: RulePlan['rule'];
	/** What it was made for. */
	readonly before: RulesState;
	readonly sent: RulesState;
};

/** Reads once more, writes where nothing has changed, and looks until what was sent is shown, or for eight seconds. */
export async function sendRules(
	gateway: Gateway,
	write: RulesWrite,
	{sleep = delay}: SendOptions,
): Promise<RulesSent> {
	const {bucket, rule, before, sent} = write;
	try {
		const now = await rulesState(gateway, bucket);
		if (!sameState(before, now))
			return {kind: 'not-sent', reason: {code: 'rules-changed'}, found: now};
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		return {kind: 'not-sent', reason: {code: 'unread-before'}, failure: error};
	}
	let failure: S3Failure | undefined;
	let requestId: string | undefined;
	try {
		const text = textOf(sent);
		const change = {bucket, range: rule.prefix};
		const answer = await (text === undefined
			? gateway.deleteLifecycle(change)
			: gateway.putLifecycle({...change, ...text}));
		({requestId} = answer);
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		if (error.effect === 'never') return {kind: 'failed', reason: refusalOf(error), failure: error};
		failure = error;
	}
	const found = await foundAfter(gateway, write, sleep);
	if (found instanceof S3Failure)
		return {
			kind: failure === undefined ? 'accepted' : 'unknown',
			reason: {code: 'rules-unseen'},
			failure: failure ?? found,
			requestId,
		};
	const difference = differenceOf(sent, found, rule.id);
	if (difference === undefined)
		return {kind: 'done', reason: {code: 'rules-as-sent'}, found, requestId};
	const isLost = failure !== undefined && sameState(before, found);
	return {
		kind: failure === undefined ? 'accepted' : 'unknown',
		reason: isLost ? {code: 'rules-as-before'} : {code: 'rules-differ', ...difference},
		...{difference, found, failure, requestId},
	};
}

/**
 * What is shown a second after it was what was sent, since another writer who read the rules before may be about to replace them; where it
 * never is, what is shown last.
 */
async function foundAfter(
	gateway: Gateway,
	{bucket, rule, sent}: RulesWrite,
	sleep: NonNullable<SendOptions['sleep']>,
): Promise<RulesState | S3Failure> {
	let last: RulesState | S3Failure | undefined;
	for (const after of looksAfter) {
		await sleep(after);
		try {
			last = await rulesState(gateway, bucket);
			if (differenceOf(sent, last, rule.id) !== undefined) continue;
			await sleep(lookAgainAfter);
			last = await rulesState(gateway, bucket);
			break;
		} catch (error) {
			if (!(error instanceof S3Failure)) throw error;
			last ??= error;
		}
	}
	return last as RulesState | S3Failure;
}

function refusalOf(failure: S3Failure): Reason {
	const {status} = failure;
	if (isDenied(failure)) return {code: 'rules-denied'};
	if (isNotImplemented(failure)) return {code: 'rules-not-offered'};
	return {code: status === undefined ? 'not-delivered' : 'service-refused'};
}
