import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {CompletedPart, Part} from '@aws-sdk/client-s3';
import {describe, expect, expectTypeOf} from 'vitest';
import {
	type ChecksumField,
	checksumAlgorithms,
	checksumFields,
} from '../../source/multipart/part.js';
import {error, type Request} from './serve.js';
import {listParts, type Tape, tapeWorld, type Ways} from './tape.js';
import {test, toWorld} from './world-test.js';

const one = ['s3://media/raw/tape.tar', '--upload-id', 'UPLOAD1'];
const sum =
	'z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==';

test('all that the SDK carries, and no other', () => {
	type Named<T> = Extract<keyof T, `Checksum${string}`>;
	expectTypeOf<Named<Part>>().toEqualTypeOf<ChecksumField>();
	expectTypeOf<Named<CompletedPart>>().toEqualTypeOf<ChecksumField>();
	expect(new Set(checksumFields).size).toBe(10);
});

/** An upload that was created with an algorithm: each part has a checksum, and the Complete must repeat it. */
function summed(algorithm: string, {isNamed = true} = {}): Ways {
	const named = `<ChecksumAlgorithm>${algorithm}</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType>`;
	return {
		listParts: (_request: Request, tape: Tape) => {
			const answer = listParts(tape);
			const body = answer.body
				?.replace('<StorageClass>', `${isNamed ? named : ''}<StorageClass>`)
				.replaceAll('</Size>', `</Size><Checksum${algorithm}>${sum}</Checksum${algorithm}>`);
			return answer.status === undefined ? {...answer, body} : answer;
		},
		complete: ({body}: Request) =>
			body.split(`<Checksum${algorithm}>${sum}</Checksum${algorithm}>`).length === 4
				? undefined
				: error(
						400,
						'InvalidRequest',
						'The complete request must include the checksum of each part.',
					),
	};
}

describe('checksums of every algorithm', () => {
	test.for(checksumAlgorithms)(
		'%s: repeated by a Complete, and by one with its parts file',
		async (algorithm, {world, ask, home}) => {
			const served = await world(tapeWorld({}, summed(algorithm)));
			const file = join(home.folder, 'parts.json');
			const written = await ask(served, 'parts', ...one, '--parts-file', file);
			expect(written).toMatchObject({code: 0});
			const {Parts} = JSON.parse(await readFile(file, 'utf8'));
			expect(Parts[0]).toMatchObject({[`Checksum${algorithm}`]: sum});
			const checked = await ask(served, 'parts', ...one, '--check');
			expect(checked.stdout).toContain(`The ${algorithm} checksum of every part is sent`);
			const {code, stdout} = await ask(served, 'complete', ...one, '--parts-file', file, '--yes');
			expect(stdout).toContain('Done');
			expect(code).toBe(0);
		},
	);

	test('SHA512, by the built program', async ({world, pipe}) => {
		const served = await world(tapeWorld({}, summed('SHA512')));
		const {code, stdout} = await pipe(...toWorld(served, 'complete', ...one, '--yes')).ended;
		expect(stdout).toContain('Done');
		expect(code).toBe(0);
	});
});

describe('an algorithm that is not known blocks a Complete with its name, and no Abort', () => {
	const unknown = ['BLAKE3', 'SHA3-256', 'CRC128'];

	test.for(unknown.flatMap(name => [true, false].map(isNamed => [name, isNamed] as const)))(
		'%s; named by the listing: %j',
		async ([algorithm, isNamed], {world, ask}) => {
			const served = await world(tapeWorld({}, summed(algorithm, {isNamed})));
			const {code, stderr} = await ask(served, 'complete', ...one, '--yes');
			expect(stderr).toContain(`an unknown algorithm (${algorithm})`);
			expect(code).toBe(3);
			expect(served.asked.some(line => line.startsWith('POST'))).toBe(false);
			expect((await ask(served, 'abort', ...one, '--yes')).code).toBe(0);
		},
	);

	test('a name that is none is not shown', async ({world, ask}) => {
		const ways = summed('SHA256');
		const served = await world(
			tapeWorld(
				{},
				{
					listParts: (request, tape) => {
						const answer = ways.listParts?.(request, tape);
						const body = answer?.body?.replace('>SHA256<', '>\u001b[31m red<');
						return answer && {...answer, body};
					},
				},
			),
		);
		const {code, stderr} = await ask(served, 'complete', ...one, '--yes');
		expect(stderr).toContain('of an unknown algorithm');
		expect(stderr).not.toContain('red');
		expect(code).toBe(3);
	});

	test('beside those of the upload they are needed by nobody', async ({world, ask}) => {
		const ways = summed('SHA256');
		const served = await world(
			tapeWorld(
				{},
				{
					...ways,
					listParts: (request, tape) => {
						const answer = ways.listParts?.(request, tape);
						const body = answer?.body?.replaceAll(
							'</Size>',
							'</Size><ChecksumBLAKE3>abc</ChecksumBLAKE3>',
						);
						return answer && {...answer, body};
					},
				},
			),
		);
		expect((await ask(served, 'complete', ...one, '--yes')).code).toBe(0);
	});

	test('in a parts file', async ({world, ask, home}) => {
		const served = await world(tapeWorld());
		const file = join(home.folder, 'parts.json');
		await writeFile(
			file,
			JSON.stringify({Parts: [{PartNumber: 1, ETag: 'abc', ChecksumBLAKE3: 'abc='}]}),
		);
		const {code, stderr} = await ask(served, 'complete', ...one, '--parts-file', file, '--yes');
		expect(stderr).toContain('part 1 has a checksum (ChecksumBLAKE3) of an algorithm');
		expect(code).not.toBe(0);
		expect(served.asked.some(line => line.startsWith('POST'))).toBe(false);
	});
});
