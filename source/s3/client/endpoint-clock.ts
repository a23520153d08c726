import {errorUnderSuccess} from '../answer/answer-body.js';
import {type DatedAnswer, offsetOf, ServerClock} from './server-clock.js';
import {SigningClock} from './signing-clock.js';

/** An answer with its times, by this machine's clock: milliseconds since the epoch. */
export type AnswerInTime = DatedAnswer & {
	readonly status: number;
	readonly body: string;
	/** What the request was signed for; absent where it was not signed. */
	readonly signedFor?: number;
};

/** What the answers of an endpoint say of the time. */
class EndpointClock {
	readonly server = new ServerClock();
	readonly signing = new SigningClock();

	/** Returns whether the request was refused for its time. */
	note(answer: AnswerInTime): boolean {
		this.server.note(answer);
		const {status, body, signedFor, sent, received} = answer;
		if (signedFor === undefined) return false;
		// Who checks the time names it here; the header may be that of a proxy.
		const checked = Date.parse(/<ServerTime>([^<]+)<\/ServerTime>/.exec(body)?.[1] ?? '');
		return this.signing.note({
			signed: signedFor - sent,
			status,
			code: body === '' ? undefined : (errorUnderSuccess(body)?.code ?? ''),
			said: Number.isNaN(checked) ? offsetOf(answer) : checked - received,
		});
	}
}

/** By server, for as long as the process runs: what was learned of one holds for every connection to it. */
export const clocks = new Map<string, EndpointClock>();

/** The one clock of the server of this address. */
export function clockOf(endpoint: string): EndpointClock {
	const server = URL.canParse(endpoint) ? new URL(endpoint).origin : endpoint;
	const clock = clocks.get(server) ?? new EndpointClock();
	clocks.set(server, clock);
	return clock;
}
