import {EventEmitter} from 'node:events';
import {Readable} from 'node:stream';
import type {Clock, Life} from '../clock.js';

/** A request as it leaves a process. */
export type Sent = {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
	readonly life: Life;
};

/** What comes back for a request. */
export type Answer = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
};

/** What the network does to a connection and to what goes over it. Milliseconds. */
export type Network = {
	/** How long a connection takes to stand; undefined: nobody takes it. */
	connect(life: Life): number | 'refused' | undefined;
	/** Whether an idle connection was closed by the other side, which is noticed as it is used again. */
	isStale(life: Life): boolean;
	/** Takes a request. Later: an answer, of which a part is `cut`, or the end of the connection. */
	send(request: Sent, onAnswer: (answer: Answer, cut: boolean) => void, onReset: () => void): void;
};

type Options = {
	readonly host?: string;
	readonly port?: number;
	readonly method?: string;
	readonly path?: string;
	readonly headers?: Record<string, string>;
	readonly agent?: GivenAgent;
	readonly timeout?: number;
};

function reset(): Error {
	return Object.assign(new Error('read ECONNRESET'), {
		code: 'ECONNRESET',
		errno: -104,
		syscall: 'read',
	});
}

class Socket extends EventEmitter {
	name = 'a connection';
	override toString = () => this.name;
	connecting = true;
	destroyed = false;
	destroy(error?: Error): this {
		if (this.destroyed) return this;
		this.destroyed = true;
		this.connecting = false;
		if (error !== undefined) this.emit('error', error);
		this.emit('close');
		return this;
	}
	setTimeout() {
		return this;
	}
	setKeepAlive() {
		return this;
	}
	setNoDelay() {
		return this;
	}
	ref() {
		return this;
	}
	unref() {
		return this;
	}
}

/** Keeps connections as Node's agent does. */
class GivenAgent extends EventEmitter {
	readonly options: {readonly keepAlive?: boolean};
	readonly idle: Socket[] = [];
	readonly busy = new Set<Socket>();
	readonly sockets = {};
	readonly requests = {};
	readonly maxSockets = Number.POSITIVE_INFINITY;
	constructor(options: {readonly keepAlive?: boolean} = {}) {
		super();
		this.options = options;
	}
	get keepAlive(): boolean {
		return this.options.keepAlive === true;
	}
	createConnection(_options: object): Socket {
		return new Socket();
	}
	reuseSocket(_socket: Socket, _request: Request): void {}
	destroy(): void {
		for (const socket of [...this.idle.splice(0), ...this.busy]) socket.destroy(reset());
	}
}

/** Sends one request, as `http.ClientRequest` does. */
class Request extends EventEmitter {
	readonly socket: Socket;
	readonly reusedSocket: boolean;
	destroyed = false;
	readonly #world: {readonly clock: Clock; readonly network: Network};
	readonly #life: Life;
	readonly #options: Options;
	readonly #agent: GivenAgent;
	readonly #pieces: Buffer[] = [];
	#answered = false;
	#silence: (() => void) | undefined;
	#limit = 0;

	constructor(world: {clock: Clock; network: Network}, life: Life, options: Options) {
		super();
		this.#world = world;
		this.#life = life;
		this.#options = options;
		this.#agent = options.agent ?? new GivenAgent();
		const idle = this.#agent.idle.pop();
		this.reusedSocket = idle !== undefined;
		this.socket = idle ?? this.#agent.createConnection({...options});
		if (idle !== undefined) this.#agent.reuseSocket(idle, this);
		life.open.add(this.socket);
		this.socket.name = `a connection for ${options.method} ${options.path?.slice(0, 40)}`;
		this.socket.once('error', this.#fail);
		this.#agent.busy.add(this.socket);
		this.socket.once('close', this.#let);
		if (options.timeout) this.setTimeout(options.timeout);
	}

	setTimeout(milliseconds: number, call?: () => void): this {
		if (call !== undefined) this.once('timeout', call);
		this.#limit = milliseconds;
		this.#heard();
		return this;
	}
	setHeader(): void {}
	setNoDelay(): void {}
	setSocketKeepAlive(): void {}
	flushHeaders(): void {}
	write(piece: string | Uint8Array): boolean {
		this.#pieces.push(Buffer.from(piece as Uint8Array));
		return true;
	}
	abort(): void {
		this.destroy();
	}

	end(piece?: string | Uint8Array): this {
		if (piece !== undefined) this.write(piece);
		const {clock, network} = this.#world;
		clock.after(
			0,
			() => {
				if (this.destroyed) return;
				this.emit('socket', this.socket);
				if (this.reusedSocket)
					return network.isStale(this.#life)
						? this.#later(() => this.socket.destroy(reset()))
						: this.#leave();
				const time = network.connect(this.#life);
				if (time === undefined) return;
				this.#later(() => this.#connected(time === 'refused'), time === 'refused' ? 1 : time);
			},
			this.#life,
		);
		return this;
	}

	#later(run: () => void, milliseconds = 1): void {
		this.#world.clock.after(milliseconds, () => this.destroyed || run(), this.#life);
	}

	#connected(isRefused: boolean): void {
		if (isRefused) {
			this.socket.destroy(Object.assign(new Error('connect ECONNREFUSED'), {code: 'ECONNREFUSED'}));
			return;
		}
		this.socket.connecting = false;
		this.socket.emit('connect');
		// Whoever listened may have found that it is too late.
		if (!this.socket.destroyed) this.#leave();
	}

	#leave(): void {
		this.#heard();
		const {method = 'GET', path = '/', headers = {}} = this.#options;
		this.#world.network.send(
			{method, path, headers, body: Buffer.concat(this.#pieces), life: this.#life},
			(answer, cut) => this.#later(() => this.#answer(answer, cut), 0),
			() => this.#later(() => this.socket.destroy(reset()), 0),
		);
	}

	#answer({status, headers, body}: Answer, cut: boolean): void {
		this.#answered = true;
		this.#heard();
		const message = Object.assign(new Readable({read() {}}), {
			statusCode: status,
			statusMessage: '',
			headers: Object.fromEntries(
				Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
			),
			complete: !cut,
		});
		message.on('error', () => {});
		this.emit('response', message);
		const isHead = this.#options.method === 'HEAD';
		if (!isHead && body.length > 0) message.push(cut ? body.subarray(0, body.length >> 1) : body);
		if (cut) {
			this.#later(() => {
				message.destroy(Object.assign(new Error('aborted'), {code: 'ECONNRESET'}));
				this.#over();
				this.socket.destroy();
			});
			return;
		}
		message.push(null);
		this.#over();
		if (this.#agent.keepAlive) {
			this.socket.removeAllListeners();
			this.#let();
			this.socket.on('error', () => {});
			this.#agent.idle.push(this.socket);
		} else this.socket.destroy();
	}

	/** The connection is no longer this request's. */
	readonly #let = (): void => {
		this.#life.open.delete(this.socket);
		this.#agent.busy.delete(this.socket);
	};

	#heard(): void {
		this.#silence?.();
		if (this.#limit > 0)
			this.#silence = this.#world.clock.after(
				this.#limit,
				() => this.destroyed || this.emit('timeout'),
				this.#life,
			);
	}

	#over(): void {
		this.#silence?.();
		this.destroyed = true;
		this.emit('close');
	}

	readonly #fail = (error: Error): void => {
		if (this.destroyed) return;
		this.#silence?.();
		this.destroyed = true;
		if (!this.#answered) this.emit('error', error);
		this.emit('close');
	};

	destroy(error?: Error): this {
		if (this.destroyed) return this;
		this.#fail(error ?? Object.assign(new Error('socket hang up'), {code: 'ECONNRESET'}));
		this.socket.destroy();
		return this;
	}
}

/** What stands in place of `node:http` and `node:https`. */
export function httpOf(world: () => {readonly clock: Clock; readonly network: Network}) {
	return {
		Agent: GivenAgent,
		request(options: Options, onResponse?: (message: unknown) => void) {
			const request = new Request(world(), world().clock.current!, options);
			if (onResponse !== undefined) request.once('response', onResponse);
			return request;
		},
	};
}
