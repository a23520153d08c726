import type {Crc} from './crc.js';

/**
 * CRCs are polynomials over GF(2) whose bits are written in reverse, so x^0 is the highest bit.
 * The CRC of A followed by B is CRC(A)·x^(8·|B|) + CRC(B), modulo the polynomial.
 */
function multiply(crc: Crc, a: bigint, b: bigint): bigint {
	let product = 0n;
	let shifted = b;
	for (let bit = BigInt(crc.width - 1); bit >= 0n; bit--) {
		if ((a >> bit) & 1n) product ^= shifted;
		shifted = shifted & 1n ? (shifted >> 1n) ^ crc.polynomial : shifted >> 1n;
	}
	return product;
}

/** x^(8·length), by squaring. */
function shiftFor(crc: Crc, length: number): bigint {
	const one = 1n << BigInt(crc.width - 1);
	let power = one >> 8n;
	let result = one;
	for (let rest = BigInt(length); rest > 0n; rest >>= 1n) {
		if (rest & 1n) result = multiply(crc, result, power);
		power = multiply(crc, power, power);
	}
	return result;
}

/**
 * The CRC of the pieces joined, from the CRC of each (big-endian bytes) and its length in bytes.
 * This is how S3 knows the checksum of a full object without reading its parts again.
 */
export function combineCrcs(crc: Crc, pieces: Iterable<{digest: Buffer; length: number}>): Buffer {
	const shifts = new Map<number, bigint>();
	let combined = 0n;
	for (const {digest, length} of pieces) {
		const shift = shifts.get(length) ?? shiftFor(crc, length);
		shifts.set(length, shift);
		combined = multiply(crc, combined, shift) ^ BigInt(`0x${digest.toString('hex')}`);
	}
	return Buffer.from(combined.toString(16).padStart(crc.width / 4, '0'), 'hex');
}
