/**
 * A table-driven CRC over reflected bits. The polynomial is given reflected, as the tables of
 * CRC32 (zip), CRC32C (Castagnoli) and CRC64 NVME are usually written.
 */
export type Crc = {
	/** In bits: 32 or 64. */
	readonly width: 32 | 64;
	readonly polynomial: bigint;
};

export const crc32: Crc = {width: 32, polynomial: 0xedb88320n};
export const crc32c: Crc = {width: 32, polynomial: 0x82f63b78n};
export const crc64nvme: Crc = {width: 64, polynomial: 0x9a6c9329ac4bc9b5n};

type Table = {
	readonly high: Uint32Array;
	readonly low: Uint32Array;
};

const tables = new Map<Crc, Table>();

function tableOf(crc: Crc): Table {
	const known = tables.get(crc);
	if (known !== undefined) return known;
	const high = new Uint32Array(256);
	const low = new Uint32Array(256);
	for (let byte = 0; byte < 256; byte++) {
		let value = BigInt(byte);
		for (let bit = 0; bit < 8; bit++)
			value = value & 1n ? (value >> 1n) ^ crc.polynomial : value >> 1n;
		high[byte] = Number(value >> 32n);
		low[byte] = Number(value & 0xffffffffn);
	}
	const table = {high, low};
	tables.set(crc, table);
	return table;
}

/** Computes a CRC piece by piece; the digest is big-endian, as S3 writes it in base64. */
export class CrcHasher {
	readonly #crc: Crc;
	readonly #table: Table;
	#high = 0xffffffff;
	#low = 0xffffffff;

	constructor(crc: Crc) {
		this.#crc = crc;
		this.#table = tableOf(crc);
	}

	update(bytes: Uint8Array): this {
		const {high: tableHigh, low: tableLow} = this.#table;
		const wide = this.#crc.width === 64;
		let high = wide ? this.#high : 0;
		let low = this.#low;
		for (let at = 0; at < bytes.length; at++) {
			const index = (low ^ bytes[at]!) & 0xff;
			low = ((low >>> 8) | (high << 24)) ^ tableLow[index]!;
			high = (high >>> 8) ^ tableHigh[index]!;
		}
		this.#high = high;
		this.#low = low;
		return this;
	}

	digest(): Buffer {
		const bytes = Buffer.alloc(8);
		bytes.writeUInt32BE(~this.#high >>> 0, 0);
		bytes.writeUInt32BE(~this.#low >>> 0, 4);
		return this.#crc.width === 64 ? bytes : bytes.subarray(4);
	}
}
