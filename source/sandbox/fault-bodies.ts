import {pause} from './pause.js';
import {type Body, BodyRange, BytesBody} from './store/body.js';
import type {Reply} from './wire/reply.js';

/** The answer with only so many bytes of its body, which says that they are all. */
export function truncated(reply: Reply, bytes: number): Reply {
	const {body} = reply;
	if (body === undefined) return reply;
	if (typeof body !== 'string')
		return {...withoutLength(reply), body: new BodyRange(body, 0, Math.min(bytes, body.size))};
	// What is left of a character that was cut in two is left out.
	const text = new TextDecoder().decode(Buffer.from(body).subarray(0, bytes), {stream: true});
	return {...withoutLength(reply), body: text};
}

/** The answer with another body; one without a body gets none. */
export function withBody(reply: Reply, body: string): Reply {
	return reply.body === undefined ? reply : {...withoutLength(reply), body};
}

/** The answer, whose bytes come so many at a time with a pause between. */
export function trickled(reply: Reply, {bytes, every}: {bytes: number; every: number}): Reply {
	const {headers, body} = reply;
	if (body === undefined) return reply;
	if (typeof body !== 'string') return {...reply, body: slowBody(body, bytes, every)};
	return {
		...reply,
		headers: {'Content-Type': 'application/xml', ...headers},
		body: slowBody(new BytesBody(Buffer.from(body)), bytes, every),
	};
}

/** Who sends it keeps the body itself. */
function slowBody(body: Body, bytes: number, every: number): Body {
	return {
		size: body.size,
		async *read(start, end) {
			for (let at = start; at < end; at += bytes) {
				if (at > start) await pause(every);
				yield* body.read(at, Math.min(at + bytes, end));
			}
		},
		keep() {},
		drop() {},
	};
}

function withoutLength(reply: Reply): Reply {
	const headers = Object.entries(reply.headers ?? {}).filter(
		([name]) => name.toLowerCase() !== 'content-length',
	);
	return {...reply, headers: Object.fromEntries(headers)};
}
