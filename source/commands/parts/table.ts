import {type Checksums, checksumFields, type Part} from '../../multipart/part.js';
import {formatAge, formatBytes} from '../../multipart/text/units.js';
import {gapsIn, rangeWords} from '../../multipart/text/words.js';
import {padStart, truncateEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {awsTime} from '../base/output/aws-style.js';

const gap = '  ';

/** A head and a line for each part, no wider than the terminal. */
export function tableLines(parts: readonly Part[], now: number, columns: number): string[] {
	const numbers = ['PART', ...parts.map(({partNumber}) => String(partNumber))];
	const numberCells = numbers.reduce((most, {length}) => Math.max(most, length), 5);
	const row = (number: string, size: string, age: string, etag: string, checksum: string) =>
		truncateEnd(
			[padStart(number, numberCells), padStart(size, 8), padStart(age, 13), etag, checksum]
				.join(gap)
				.trimEnd(),
			columns,
			'...',
		);
	if (parts.length === 0) return [];
	return [
		row('PART', 'SIZE', 'LAST MODIFIED', 'ETAG', ''),
		...parts.map(({partNumber, size, lastModified, etag, checksums}) =>
			row(
				String(partNumber),
				size === undefined ? '?' : formatBytes(size),
				lastModified === undefined ? '-' : `${formatAge(Math.max(0, now - lastModified))} ago`,
				escapeForTerminal(etag),
				escapeForTerminal(checksumOf(checksums)),
			),
		),
	];
}

/** A line for each part, its fields apart by tabs. */
export function plainLines(parts: readonly Part[]): string[] {
	return parts.map(({partNumber, size, lastModified, etag}) => {
		const time = awsTime(lastModified) ?? '-';
		return [partNumber, size ?? '-', time, escapeForTerminal(etag)].join('\t');
	});
}

/** Which numbers below the highest are not there. */
export function missingWords(parts: readonly Part[]): string {
	const numbers = parts.map(({partNumber}) => partNumber);
	const gaps = gapsIn(numbers, numbers.at(-1) ?? 0);
	return gaps.length === 0 ? '' : `; missing: ${rangeWords(gaps)}`;
}

function checksumOf(checksums: Checksums): string {
	const field = checksumFields.find(name => checksums[name] !== undefined);
	return field === undefined ? '' : `${field.replace('Checksum', '')} ${checksums[field]}`;
}
