import {expect} from 'vitest';

/** The entries of a log, which has to be lines of JSON in plain ASCII. */
export function linesOfLog(log: Buffer): Array<Readonly<Record<string, unknown>>> {
	const odd = log.findIndex(byte => byte !== 0x0a && (byte < 0x20 || byte > 0x7e));
	expect(odd < 0 ? undefined : log.subarray(Math.max(0, odd - 40), odd + 40)).toBeUndefined();
	const lines = log.toString('latin1').split('\n');
	expect(lines.pop()).toBe('');
	return lines.map(line => JSON.parse(line));
}
