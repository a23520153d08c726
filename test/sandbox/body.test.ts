import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Body, BytesBody, JoinedBody, PretendedBody} from '../../source/sandbox/store/body.js';

async function bytesOf(body: Body, start: number, end: number): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of body.read(start, end)) pieces.push(piece);
	return Buffer.concat(pieces);
}

const sizes = fc.oneof(fc.nat({max: 9}), fc.integer({min: 65_530, max: 131_080}));
const bodies = fc.oneof(
	sizes.map(size => new PretendedBody(size, 'seed')),
	fc.uint8Array({maxLength: 9}).map(bytes => new BytesBody(Buffer.from(bytes))),
);

test('a range of any body is that range of its bytes', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(bodies, {maxLength: 4}),
			fc.nat(),
			fc.nat(),
			async (list, first, second) => {
				const body = new JoinedBody(list);
				const [start = 0, end = 0] = [first, second]
					.map(at => at % (body.size + 1))
					.sort((a, b) => a - b);
				const whole = Buffer.concat(
					await Promise.all(list.map(piece => bytesOf(piece, 0, piece.size))),
				);
				expect(whole.length).toBe(body.size);
				const range = await bytesOf(body, start, end);
				expect(range.equals(whole.subarray(start, end))).toBe(true);
			},
		),
	);
});

test('a terabyte can be read near its end', async () => {
	const size = 1024 ** 4;
	expect(await bytesOf(new PretendedBody(size, 'seed'), size - 3, size)).toHaveLength(3);
});
