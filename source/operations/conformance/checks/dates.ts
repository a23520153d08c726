import type {RawAnswer} from '../../../s3/conformance/answer.js';

/** Milliseconds: S3 refuses requests that are off by more (S3 API reference, "Error responses": RequestTimeTooSkewed). */
const near = 15 * 60_000;

/**
 * Whether what has happened just now is said to have: `within 15 minutes` of the server's clock, else what is the matter.
 *
 * @param written as the service writes it.
 * @param answer says what time it is there.
 */
export function dateSeen(written: string | undefined, answer: RawAnswer): string {
	if (!written) return 'none';
	const time = Date.parse(written);
	if (Number.isNaN(time)) return 'unreadable';
	const server = Date.parse(answer.headers['date'] ?? '');
	const now = Number.isNaN(server) ? Date.now() : server;
	return Math.abs(time - now) < near ? 'within 15 minutes' : new Date(time).toISOString();
}
