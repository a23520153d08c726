import type {Glyphs, Role} from '../frame/theme.js';

/** How each outcome is signed; the word stands beside the sign. */
export function outcomeLook(kind: string, glyphs: Glyphs): readonly [string, Role] {
	if (kind === 'done' || kind === 'gone') return [glyphs.good, 'alive'];
	if (kind === 'accepted') return [glyphs.good, 'warn'];
	if (kind === 'unknown' || kind === 'probably-failed') return [glyphs.unknown, 'warn'];
	if (kind === 'running') return [glyphs.note, 'accent'];
	if (kind === 'closed' || kind === 'settled' || kind === 'not-sent') return [glyphs.note, 'dim'];
	if (kind === 'left-alone' || kind === 'stopped' || kind === 'changed')
		return [glyphs.note, 'dim'];
	return [glyphs.bad, 'danger'];
}

/** Each outcome in words. */
export const outcomeWords: Readonly<Record<string, string>> = {
	done: 'Done.',
	gone: 'Gone.',
	accepted: 'Accepted by the server, not verified.',
	failed: 'Failed.',
	unknown: 'Unknown.',
	refused: 'Nothing was sent.',
	changed: 'Nothing was sent: the upload changed meanwhile.',
	'left-alone': 'Left alone.',
	stopped: 'Not sent.',
	'not-sent': 'Not sent.',
	'probably-failed': 'Probably failed.',
	closed: 'Closed by hand.',
	running: 'Under way.',
	settled: 'Settled by a later act.',
};

/** The same for an upload that was aborted: what is not proven is that it is gone. */
export function abortWords(kind: string): string {
	return kind === 'accepted' ? 'Accepted by the server, not proven.' : (outcomeWords[kind] ?? kind);
}
