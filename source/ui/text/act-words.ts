import type {Glyphs, Role} from '../frame/theme.js';

/** How each outcome is signed; the word stands beside the sign. */
export function outcomeLook(kind: string, glyphs: Glyphs): readonly [string, Role] {
	if (kind === 'done' || kind === 'gone') return [glyphs.good, 'alive'];
	if (kind === 'accepted') return [glyphs.good, 'warn'];
	if (kind === 'unknown' || kind === 'probably-failed') return [glyphs.unknown, 'warn'];
	if (kind === 'running') return [glyphs.note, 'accent'];
	if (kind === 'closed' || kind === 'resolved' || kind === 'not-sent') return [glyphs.note, 'dim'];
	if (kind === 'left-alone' || kind === 'stopped' || kind === 'changed')
		return [glyphs.note, 'dim'];
	return [glyphs.bad, 'danger'];
}
