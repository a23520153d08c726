import type {RetryErrorInfo, RetryStrategyV2, RetryToken} from '@smithy/types';

/** Milliseconds of the longest wait before the first repetition, doubled by each. */
const firstWait = 50;

/**
 * Repeats what the SDK calls transient or throttled, so many attempts in all. The SDK's own strategy lets a
 * throttled request wait for up to a second, and up to two the next time, while its operation stands
 * still; here the pace of the endpoint makes it wait, together with everything else that is to be sent.
 */
export function repeating(attempts: number): RetryStrategyV2 {
	return {
		async acquireInitialRetryToken() {
			return tokenOf(0);
		},
		async refreshRetryTokenForRetry(before: RetryToken, {errorType}: RetryErrorInfo) {
			const repeated = before.getRetryCount() + 1;
			if (repeated >= attempts || (errorType !== 'TRANSIENT' && errorType !== 'THROTTLING'))
				throw new Error('Not to be repeated.');
			return tokenOf(repeated);
		},
		recordSuccess() {},
	};
}

function tokenOf(repeated: number): RetryToken {
	const wait = repeated === 0 ? 0 : Math.random() * firstWait * 2 ** (repeated - 1);
	return {getRetryCount: () => repeated, getRetryDelay: () => wait};
}
