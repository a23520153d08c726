import type {Random} from '../../source/sandbox/random.js';
import type {Clock} from './clock.js';
import type {Answer, Network, Sent} from './given/http.js';
import type {News} from './history.js';
import {chance, type Plan, type Trouble} from './plan.js';
import type {Server} from './server.js';

const query = (path: string) => new URLSearchParams(path.split('?')[1] ?? '');

/** What of a request the judge is told: only what names an upload. */
function namedIn({method, path, headers}: Sent) {
	const key = decodeURIComponent(path.split('?')[0]!.split('/').slice(2).join('/'));
	const uploadId = query(path).get('uploadId') ?? '';
	const operation =
		uploadId === ''
			? method === 'HEAD'
				? 'head'
				: query(path).has('uploads')
					? 'list'
					: 'other'
			: ({GET: 'parts', DELETE: 'abort', POST: 'complete'}[method] ?? 'other');
	const conditional = 'if-none-match' in headers || 'if-match' in headers;
	return {key, uploadId, operation, conditional};
}

function refusal(
	status: number,
	code: string,
	headers: Record<string, string> = {},
): Answer & {code: string} {
	const body = Buffer.from(
		`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>So it is.</Message><RequestId>R</RequestId></Error>`,
	);
	return {
		status,
		code,
		body,
		headers: {'content-type': 'application/xml', 'content-length': String(body.length), ...headers},
	};
}

/** Carries requests to the server and answers back, each with what the plan lets go wrong. */
export class SimulatedNetwork implements Network {
	/** Nothing goes wrong any more. */
	isCalm = false;
	/** Requests that are on their way, or whose answers are. */
	underWay = 0;
	readonly #clock: Clock;
	readonly #server: Server;
	readonly #serverNow: () => number;
	readonly #tell: (news: News) => void;
	readonly #chances: ReadonlyMap<Trouble, Random>;
	readonly #delay: Random;
	#requests = 0;
	#credentialsUntil = 0;
	/** Whether the credentials of a request had ended when it arrived: of two copies the later is judged as the earlier. */
	readonly #expired = new Map<number, boolean>();
	#outageUntil = 0;

	constructor(
		plan: Plan,
		clock: Clock,
		server: Server,
		serverNow: () => number,
		tell: (news: News) => void,
	) {
		this.#clock = clock;
		this.#server = server;
		this.#serverNow = serverNow;
		this.#tell = tell;
		this.#delay = chance(plan.seed, 'network');
		this.#chances = new Map(plan.troubles.map(each => [each, chance(plan.seed, each)]));
	}

	/** Whether a trouble strikes, of those that the plan holds. */
	#strikes(trouble: Trouble, share: number): boolean {
		const random = this.#chances.get(trouble);
		return random !== undefined && random.next() < share && !this.isCalm;
	}

	#time(): number {
		if (this.#strikes('delay', 0.03)) return this.#delay.between(2000, 90_000);
		return this.#strikes('delay', 0.2)
			? this.#delay.between(100, 3000)
			: this.#delay.between(1, 40);
	}

	/** Times in which nothing comes through: an act and the look after it both fail. */
	#isOut(): boolean {
		if (this.#strikes('outage', 0.01))
			this.#outageUntil = this.#clock.now + this.#delay.between(1000, 120_000);
		return this.#clock.now < this.#outageUntil && !this.isCalm;
	}

	connect(): number | 'refused' | undefined {
		if (this.#isOut()) return this.#delay.next() < 0.5 ? 'refused' : undefined;
		if (this.#strikes('loss', 0.02)) return undefined;
		return this.#strikes('loss', 0.02) ? 'refused' : this.#time();
	}

	isStale(): boolean {
		return this.#strikes('cut', 0.05);
	}

	send(request: Sent, onAnswer: (answer: Answer, cut: boolean) => void, onReset: () => void): void {
		const number = ++this.#requests;
		const named = namedIn(request);
		this.#tell({what: 'left', request: number, life: request.life.pid, ...named});
		this.underWay++;
		const later = (milliseconds: number, run: () => void) =>
			this.#clock.after(milliseconds, run, null);
		const over = () => {
			this.underWay--;
		};
		const drop = (then: () => void) => {
			this.#tell({what: 'dropped', request: number});
			over();
			then();
		};
		if (this.#isOut() || this.#strikes('loss', 0.03))
			return void later(this.#time(), () => drop(() => {}));
		if (this.#strikes('cut', 0.03)) {
			if (this.#delay.next() < 0.5) return void later(this.#time(), () => drop(onReset));
			// Who stands between hangs up, and has sent it on: it arrives when nobody waits for it any more.
			const time = this.#time();
			later(time, onReset);
			return void later(time + this.#delay.between(1, 20_000), async () => {
				await this.#serve(request, number);
				drop(() => {});
			});
		}
		const isTwice = this.#strikes('repeat', 0.04);
		const arrive = (isLast: boolean, isFirst: boolean) => async () => {
			const answer = await this.#serve(request, number);
			if (isLast) this.#tell({what: 'dropped', request: number});
			if (!isFirst) return over();
			if (isLast) over();
			if (this.#strikes('loss', 0.03)) return;
			if (this.#strikes('cut', 0.03)) return void later(this.#time(), onReset);
			const cut = this.#strikes('cut', 0.03);
			later(this.#time(), () => {
				if (request.life.isAlive) this.#tell({what: 'heard', request: number});
				onAnswer(answer, cut);
			});
		};
		later(this.#time(), arrive(!isTwice, true));
		if (isTwice) later(this.#time() + 50, arrive(true, false));
	}

	async #serve(request: Sent, number: number): Promise<Answer> {
		const answer = await this.#answerOf(request, number);
		const etag = answer.headers['ETag'] ?? answer.headers['etag'];
		this.#tell({
			what: 'served',
			request: number,
			server: this.#serverNow(),
			status: answer.status,
			code: answer.code,
			etag,
		});
		return answer;
	}

	async #answerOf(request: Sent, number: number): Promise<Answer & {code?: string}> {
		const now = this.#clock.now;
		if (this.#strikes('credentials', 0.01))
			this.#credentialsUntil = now + this.#delay.between(100, 60_000);
		const isExpired = this.#expired.get(number) ?? (now < this.#credentialsUntil && !this.isCalm);
		this.#expired.set(number, isExpired);
		if (isExpired) return refusal(403, 'ExpiredToken');
		if (this.#strikes('refusal', 0.03)) return refusal(503, 'SlowDown', {'retry-after': '1'});
		if (this.#strikes('refusal', 0.02)) return refusal(500, 'InternalError');
		const answer = await this.#server.serve(request, number);
		// It did what it was asked for, and says that it could not.
		return this.#strikes('refusal', 0.02) ? refusal(500, 'InternalError') : answer;
	}
}
