import {useLayoutEffect} from 'react';
import {plural} from '../../multipart/text/units.js';
import {useGlyphs, useScroll} from '../frame/presentation.js';
import {Lines} from './lines.js';
import type {Lined} from './segments.js';

/**
 * A text over the screen. Where it is longer than the rows it has, it scrolls, and says so; its foot
 * (the danger, the question) is in sight all the time.
 */
export function Panel({
	body,
	foot = [],
	width,
	height,
	keep,
}: {
	body: Lined;
	foot?: Lined;
	width: number;
	height: number;
	/** A row of the body that has to be in sight: the field that is typed into. */
	keep?: number;
}) {
	const glyphs = useGlyphs();
	const {scroll, onScrolled} = useScroll();
	const bottom = foot.slice(-Math.max(1, height - 2));
	const room = height - bottom.length;
	const fits = body.length <= room;
	const seen = fits ? room : Math.max(1, room - 1);
	const last = Math.max(0, body.length - seen);
	const wanted = keep === undefined ? scroll : Math.max(0, keep - Math.floor(seen / 2));
	const top = Math.min(wanted, last);
	useLayoutEffect(() => {
		if (keep === undefined && scroll > last) onScrolled(last);
	}, [keep, scroll, last, onScrolled]);
	const hidden = body.length - seen - top;
	const key = (name: string) => (keep === undefined ? `: ${name}` : '');
	const more =
		hidden > 0
			? `${glyphs.down} ${plural(hidden, 'more row')}${key('PgDn')}`
			: `${glyphs.up} ${plural(top, 'row')} above${key('PgUp')}`;
	const sign: Lined = fits ? [] : [[{text: `   ${more}`, role: 'accent'}]];
	return <Lines width={width} lines={[...body.slice(top, top + seen), ...sign, ...bottom]} />;
}
