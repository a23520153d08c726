import {cell, drawRows, escaped, fontSize} from './draw.mjs';
import {Looks} from './looks.mjs';

/** Around the cells, in pixels. */
const margin = 12;

const fonts =
	'ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace';

/** Rows of cells as they are seen on a `dark` or `light` ground. The title says what is seen. */
export function picture(rows, ground, title) {
	const looks = new Looks(ground);
	return whole([rows[0].length, rows.length], title, looks, '', drawRows(rows, looks));
}

/**
 * Frames after one another, again and again: each is rows of cells, the seconds that it shows, and words above it.
 * Who wants no movement, or whose viewer knows none, sees the one that is `still`.
 */
export function movingPicture(frames, ground, title) {
	const looks = new Looks(ground);
	const seconds = frames.reduce((sum, frame) => sum + frame.seconds, 0);
	let from = 0;
	let css =
		'.f{visibility:hidden}\n@media (prefers-reduced-motion:reduce){.f{animation:none!important}}\n';
	let drawn = '';
	for (const [at, frame] of frames.entries()) {
		const to = from + frame.seconds;
		const percent = time => `${+((100 * time) / seconds).toFixed(2)}%`;
		css += `@keyframes k${at}{0%{visibility:hidden}${percent(from)}{visibility:visible}${percent(to)}{visibility:hidden}}\n`;
		css += `.f${at}{${frame.still ? 'visibility:visible;' : ''}animation:k${at} ${seconds}s step-end infinite}\n`;
		const words = `<text x="9" y="14" style="font-weight:bold">${escaped(frame.words)}</text>\n`;
		drawn += `<g class="f f${at}">\n${words}${drawRows(frame.rows, looks, 2)}</g>\n`;
		from = to;
	}
	const [{rows}] = frames;
	return whole([rows[0].length, rows.length + 2], title, looks, css, drawn);
}

function whole([columns, lines], title, looks, css, drawn) {
	const width = columns * cell.width + 2 * margin;
	const height = lines * cell.height + 2 * margin;
	const box = `x="${0.5 - margin}" y="${0.5 - margin}" width="${width - 1}" height="${height - 1}"`;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<style>
text{font:${fontSize}px ${fonts};fill:${looks.front}}
rect{fill:${looks.front};shape-rendering:crispEdges}
${looks.css()}${css}</style>
<rect ${box} rx="8" style="fill:${looks.back};stroke:${looks.border};shape-rendering:auto"/>
${drawn}</svg>
`;
}
