import chalk, {type ChalkInstance} from 'chalk';
import {Box, Text} from 'ink';
import {type Look, looks, type Role} from '../frame/theme.js';
import {fitted, type Segment} from './segments.js';

/**
 * One row of exactly `width` cells: pieces that do not fit are cut, the rest is filled up. One `<Text>`
 * a row, styled before Ink sees it: nested ones take a third more time to draw (Ink 8, Node 20).
 */
export function Row({
	segments,
	width,
	ellipsis,
}: {
	segments: readonly Segment[];
	width: number;
	ellipsis: string;
}) {
	const row = fitted(segments, width, ellipsis).map(styled).join('');
	if (ellipsis === '…') return <Text wrap="truncate">{row}</Text>;
	// Ink's own ellipsis is no ASCII: where the terminal just got narrower, the row is cut without one.
	return (
		<Box height={1} overflow="hidden">
			<Text>{row}</Text>
		</Box>
	);
}

function styled({text, role = 'plain'}: Segment): string {
	return role === 'plain' ? text : styleOf(role)(text);
}

const styles = new Map<Role, ChalkInstance>();

function styleOf(role: Role): ChalkInstance {
	const known = styles.get(role);
	if (known !== undefined) return known;
	const {color, ...flags}: Look = looks[role];
	let style: ChalkInstance = color === undefined ? chalk : chalk[color];
	if (flags.dimColor) style = style.dim;
	if (flags.bold) style = style.bold;
	if (flags.underline) style = style.underline;
	if (flags.inverse) style = style.inverse;
	styles.set(role, style);
	return style;
}
