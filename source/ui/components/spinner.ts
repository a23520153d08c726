import {useEffect, useState} from 'react';
import {useSpoken} from '../frame/presentation.js';
import type {Glyphs} from '../frame/theme.js';

/** A wait shorter than this needs no sign, in milliseconds. */
const quietTime = 150;
const frameTime = 200;

/**
 * The sign of something that turns, or a blank of the same width while nothing has lasted yet; for a screen reader, which would
 * begin anew at each turn, always a blank.
 */
export function useSpinner(isWaiting: boolean, {spinner}: Glyphs): string {
	const [frame, setFrame] = useState(-1);
	const isSpoken = useSpoken() !== undefined;
	const active = isWaiting && !isSpoken;
	useEffect(() => {
		if (!active) return;
		let timer: NodeJS.Timeout | undefined;
		const delay = setTimeout(() => {
			setFrame(0);
			timer = setInterval(() => setFrame(value => value + 1), frameTime);
		}, quietTime);
		return () => {
			clearTimeout(delay);
			clearInterval(timer);
			setFrame(-1);
		};
	}, [active]);
	return active && frame >= 0 ? (spinner[frame % spinner.length] ?? ' ') : ' ';
}
