import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {expect, test} from 'vitest';

const page = resolve(import.meta.dirname, '../../docs/troubleshooting.md');
const says = /(?:^|[:.?] )(?:ask|check|give|list|look|name|renew|set|sort|try|upload|use|wait)\b/i;

test('each code in the table of failures says what to do', async () => {
	const [, table = ''] = /<!-- codes -->([\s\S]*)<!-- \/codes -->/.exec(
		await readFile(page, 'utf8'),
	)!;
	const rows = Array.from(table.matchAll(/^\| (.+?) \| (.+) \|$/gm)).slice(1);
	expect(rows.length).toBeGreaterThan(30);
	expect(rows.filter(([, , words]) => !says.test(words!)).map(([, names]) => names)).toEqual([]);
});
