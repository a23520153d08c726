import {useGlyphs} from '../frame/presentation.js';
import {Row} from './row.js';
import type {Lined} from './segments.js';

/** Rows one under the other, each cut or filled to the width. */
export function Lines({lines, width}: {lines: Lined; width: number}) {
	const {ellipsis} = useGlyphs();
	return lines.map((segments, at) => (
		// Rows of text have no identity but their place.
		// biome-ignore lint/suspicious/noArrayIndexKey: see above
		<Row key={at} segments={segments} width={width} ellipsis={ellipsis} />
	));
}
