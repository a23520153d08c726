import {Box, Text} from 'ink';
import {useSpoken} from '../frame/presentation.js';
import {styled} from '../frame/theme.js';
import {fitted, type Segment} from './segments.js';

/**
 * One row of exactly `width` cells: pieces that do not fit are cut, the rest is filled up. Where it begins with a
 * piece of the role `cursor`, all of it is lit. One `<Text>`
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
	const spoken = useSpoken();
	if (spoken !== undefined)
		return (
			<Box>
				{spoken(segments).map(({text, ...role}, at) => (
					// Pieces have no identity but their place.
					// biome-ignore lint/suspicious/noArrayIndexKey: see above
					<Box key={at} {...role}>
						<Text>{text}</Text>
					</Box>
				))}
			</Box>
		);
	const isLit = segments[0]?.role === 'cursor';
	const row = fitted(segments, width, ellipsis)
		.map(({text, role = 'plain', isBeside = false}) => styled(text, role, isLit && !isBeside))
		.join('');
	if (ellipsis === '…') return <Text wrap="truncate">{row}</Text>;
	// Ink's own ellipsis is no ASCII: where the terminal just got narrower, the row is cut without one.
	return (
		<Box height={1} overflow="hidden">
			<Text>{row}</Text>
		</Box>
	);
}
