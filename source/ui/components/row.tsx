import {Text} from 'ink';
import {looks} from '../theme.js';
import {fitted, type Segment} from './segments.js';

/**
 * One row of exactly `width` cells: pieces that do not fit are cut, the rest is filled up. One
 * `<Text>` a row is what Ink draws fastest.
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
	return (
		<Text wrap="truncate">
			{fitted(segments, width, ellipsis).map((segment, at) => (
				// Pieces have no identity of their own: their place in the row is it.
				// biome-ignore lint/suspicious/noArrayIndexKey: see above
				<Text key={at} {...looks[segment.role ?? 'plain']}>
					{segment.text}
				</Text>
			))}
		</Text>
	);
}
