import {Console} from 'node:console';
import {Writable} from 'node:stream';

/**
 * Takes what anything but the app would write over its screen, and hands it to `sink` (the log
 * file): `console.*`, Node's warnings, and direct writes to stderr. Returns the function that puts
 * everything back. What `sink` itself prints while it runs is dropped.
 *
 * Ink's own `patchConsole` must be off: it would write above the frame.
 */
export function captureStrayOutput(sink: (text: string) => void): () => void {
	let sinking = false;
	const take = (text: string) => {
		if (sinking) return;
		sinking = true;
		try {
			sink(text.replace(/\n$/u, ''));
		} finally {
			sinking = false;
		}
	};
	const releases = [takeConsole(take), takeWarnings(take), takeStderr(take)];
	return () => {
		for (const release of releases) release();
	};
}

function takeConsole(take: (text: string) => void): () => void {
	const stream = new Writable({
		decodeStrings: false,
		write(chunk: string | Buffer, _encoding, done) {
			take(chunk.toString());
			done();
		},
	});
	const captive = new Console({stdout: stream, stderr: stream, colorMode: false});
	const methods = Object.keys(captive).filter(
		(name): name is keyof Console =>
			name in console &&
			typeof captive[name as keyof Console] === 'function' &&
			typeof console[name as keyof Console] === 'function',
	);
	const before = Object.fromEntries(methods.map(name => [name, console[name]]));
	Object.assign(console, Object.fromEntries(methods.map(name => [name, captive[name]])));
	return () => {
		Object.assign(console, before);
	};
}

function takeWarnings(take: (text: string) => void): () => void {
	// Node's own listener, which prints to stderr, is one of these.
	const before = process.listeners('warning');
	const listener = (warning: Error) => {
		take(warning.stack ?? String(warning));
	};
	process.removeAllListeners('warning');
	process.on('warning', listener);
	return () => {
		process.off('warning', listener);
		for (const one of before) process.on('warning', one);
	};
}

function takeStderr(take: (text: string) => void): () => void {
	const {stderr} = process;
	const before = Object.getOwnPropertyDescriptor(stderr, 'write');
	stderr.write = (
		chunk: string | Uint8Array,
		encodingOrDone?: BufferEncoding | ((error?: Error | null) => void),
		done?: (error?: Error | null) => void,
	) => {
		take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
		(typeof encodingOrDone === 'function' ? encodingOrDone : done)?.();
		return true;
	};
	return () => {
		if (before) {
			Object.defineProperty(stderr, 'write', before);
		} else {
			Reflect.deleteProperty(stderr, 'write');
		}
	};
}
