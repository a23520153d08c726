import {readLifecycle} from '../../multipart/rules/lifecycle-document.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway, LifecycleText} from '../../s3/gateway/gateway.js';
import {patiently} from '../scan/patience.js';
import type {RulesReading, RulesState} from './types.js';

/** Reads all rules of a bucket. @throws the signal's reason, and nothing of the service's. */
export async function readRules(
	gateway: Gateway,
	bucket: string,
	signal?: AbortSignal,
): Promise<RulesReading> {
	try {
		const state = await rulesState(gateway, bucket, signal);
		return {kind: 'read', rules: rulesOf(state), ...state};
	} catch (error) {
		if (error instanceof S3Failure) return {kind: 'failed', failure: error};
		throw error;
	}
}

/** The same. @throws S3Failure */
export async function rulesState(
	gateway: Gateway,
	bucket: string,
	signal?: AbortSignal,
): Promise<RulesState> {
	return stateOf(await patiently(() => gateway.lifecycleDocument(bucket, signal)));
}

/** What is written down of a state, read again; undefined: no rules are set. */
export function stateOf(written: LifecycleText | undefined): RulesState {
	if (written === undefined) return {};
	const {text, ...more} = written;
	return {document: readLifecycle(text), ...more};
}

/** As it is sent, and written down. */
export function textOf({document, ...more}: RulesState): LifecycleText | undefined {
	return document && {text: document.text, ...more};
}

export function rulesOf({document}: RulesState): NonNullable<typeof document>['rules'] {
	return document?.rules ?? [];
}
