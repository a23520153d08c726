import fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {gatewayTo, type RawServer, startRawServer, uploadsXml, uploadXml} from '../raw-server.js';

let server: RawServer;
let body = '';
beforeAll(async () => {
	server = await startRawServer(seen => (seen.method === 'DELETE' ? {status: 204} : {body}));
});
afterAll(() => server.close());

/** What a server may make of a character: itself where XML lets it, or a reference to it. */
function written(character: string, asReference: boolean): string {
	const code = character.codePointAt(0) ?? 0;
	return asReference || '<&>'.includes(character) ? `&#${code};` : character;
}

const character = fc.oneof(
	fc.constantFrom(...' \t\r\n\u0001\u001b\u007f\u0085\u202e\ufdd0\ufeff/.%+&<>"\''),
	fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
);

/** U+FFFD is the mark of lost bytes, and a name of the inner mark and white space is no name. */
const key = fc
	.array(fc.tuple(character, fc.boolean()), {minLength: 1, maxLength: 12})
	.map(characters => ({
		key: characters.map(([one]) => one).join(''),
		xml: characters.map(([one, asReference]) => written(one, asReference)).join(''),
	}))
	.filter(({key}) => key.isWellFormed() && !key.includes('\ufffd'))
	.filter(({key}) => !(key.startsWith('\ufdd0') && key.trim() === '\ufdd0'));

test('any key comes through a listing, and arrives again in an act, as it is', async () => {
	const gateway = gatewayTo(server.endpoint);
	await fc.assert(
		fc.asyncProperty(fc.array(key, {minLength: 1, maxLength: 20}), async keys => {
			body = uploadsXml(keys.map(({xml}, index) => uploadXml(xml, `id${index}`)).join(''));
			const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
			expect(uploads.map(upload => upload.key)).toEqual(keys.map(one => one.key));
			expect(uploads.every(({keyCertain}) => keyCertain)).toBe(true);
			await gateway.abort({bucket: 'b', ...uploads[0]!});
			const path = server.seen.at(-1)?.url.split('?')[0];
			expect(decodeURIComponent(path?.slice('/b/'.length) ?? '')).toBe(keys[0]?.key);
		}),
		{numRuns: 150},
	);
	gateway.close();
});
