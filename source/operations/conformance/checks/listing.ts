import {elementsOf, textOf} from '../../../s3/conformance/answer.js';
import type {Check} from '../check.js';
import {type Begun, nextPage, type Trial, type UploadRow} from '../trial.js';
import {dateSeen} from './dates.js';

/** `a-` sorts before `a.` and `a/` after it, which is what the order of Ceph turns on; one key has two uploads. */
const names = ['a', 'a', 'a-', 'a/b', 'b', 'c/d', 'c/e'];
const folder = 'list/';

/** The uploads that are listed, begun once. */
function listed(trial: Trial): Promise<readonly Begun[]> {
	return trial.shared('listed', async () => {
		const begun: Begun[] = [];
		for (const name of names) begun.push(await trial.begin(`${folder}${name}`));
		// Of one with a part a list says the same.
		await trial.part(begun[4] as Begun, 1, Buffer.from('x'));
		return begun;
	});
}

/** What rows name, in their order. The keys of others are left out. */
function namesOf(trial: Trial, rows: readonly UploadRow[]): string[] {
	const start = trial.key(folder);
	return rows.map(({key, uploadId}) => {
		if (!key.startsWith(start)) return '(another key)';
		const name = key.slice(start.length);
		return trial.ledger.uploads.get(uploadId)?.key === key ? name : `${name} (another id)`;
	});
}

async function page(trial: Trial, prefix: string, more: Parameters<Trial['page']>[1] = {}) {
	await listed(trial);
	const {rows, answer} = await trial.page(`${folder}${prefix}`, more);
	const {root} = answer;
	return {
		...{answer, rows: namesOf(trial, rows)},
		last: rows.at(-1),
		isCut: textOf(root, 'IsTruncated') === 'true',
		next: {key: textOf(root, 'NextKeyMarker'), id: textOf(root, 'NextUploadIdMarker')},
	};
}

/** Pages that are followed at most: twice as many as there are. */
const mostPages = 14;

/** Every row by pages of one, with the markers that these name: so that they part the uploads of one key too. */
async function paged(trial: Trial): Promise<string[]> {
	const rows: string[] = [];
	let after: ReturnType<typeof nextPage> = {};
	for (let pages = 0; pages < mostPages && after !== undefined; pages++) {
		const found = await page(trial, '', {max: 1, ...after});
		rows.push(...found.rows);
		after = nextPage(found.answer, found.last);
	}
	return rows.sort();
}

const needsPrefix = {needs: 'list-prefix'};

export const listingChecks = [
	{
		id: 'list',
		want: ['b'],
		async observe(trial) {
			await listed(trial);
			const operation = 'ListMultipartUploads';
			const answer = await trial.send({operation, prefix: trial.key(`${folder}b`)});
			const outcome = trial.outcome(answer);
			return outcome === 'ok' ? (await page(trial, 'b')).rows : outcome;
		},
	},
	{
		id: 'list-prefix',
		needs: 'list',
		want: {folder: [...names].sort(), subfolder: ['c/d', 'c/e'], nothing: []},
		observe: async trial => ({
			folder: (await page(trial, '')).rows.sort(),
			subfolder: (await page(trial, 'c/')).rows.sort(),
			nothing: (await page(trial, 'x')).rows,
		}),
	},
	{
		id: 'list-order',
		...needsPrefix,
		want: names,
		observe: async trial => (await page(trial, '')).rows,
	},
	{
		id: 'list-initiated',
		needs: 'list',
		want: 'within 15 minutes',
		async observe(trial) {
			await listed(trial);
			const {rows, answer} = await trial.page(`${folder}b`);
			return dateSeen(rows[0]?.initiated, answer);
		},
	},
	{
		id: 'key-marker',
		...needsPrefix,
		want: ['a-', 'a/b', 'b', 'c/d', 'c/e'],
		observe: async trial =>
			(await page(trial, '', {keyMarker: trial.key(`${folder}a`)})).rows.sort(),
	},
	{
		id: 'key-marker-between',
		...needsPrefix,
		want: ['b', 'c/d', 'c/e'],
		observe: async trial =>
			(await page(trial, '', {keyMarker: trial.key(`${folder}a/c`)})).rows.sort(),
	},
	{
		id: 'max-uploads',
		...needsPrefix,
		want: {rows: 2, isCut: true, all: {rows: names.length, isCut: false}},
		async observe(trial) {
			const few = await page(trial, '', {max: 2});
			const all = await page(trial, '', {max: names.length});
			return {
				...{rows: few.rows.length, isCut: few.isCut},
				all: {rows: all.rows.length, isCut: all.isCut},
			};
		},
	},
	{
		id: 'next-markers',
		...needsPrefix,
		want: {key: 'of the last row', id: 'of the last row'},
		async observe(trial) {
			const {isCut, next, last} = await page(trial, '', {max: 2});
			if (!isCut) return 'one page';
			const compared = (named: string | undefined, is: string | undefined) =>
				named === is ? 'of the last row' : named ? 'of another row' : 'none';
			return {key: compared(next.key, last?.key), id: compared(next.id, last?.uploadId)};
		},
	},
	{
		id: 'paging',
		...needsPrefix,
		want: [...names].sort(),
		observe: paged,
	},
	{
		id: 'encoding-type',
		needs: 'list',
		want: {says: 'url', decodes: true},
		async observe(trial) {
			const {key} = await trial.shared('encoded', () => trial.begin('encoded/a b+é%'));
			const {rows, answer} = await trial.page('encoded/a b+é%', {urlEncoded: true});
			const row = rows[0]?.key ?? '';
			return {says: textOf(answer.root, 'EncodingType') ?? null, decodes: decoded(row) === key};
		},
	},
	{
		id: 'list-root',
		needs: 'list',
		want: 'ListMultipartUploadsResult',
		async observe(trial) {
			await listed(trial);
			const {answer} = await trial.page(`${folder}b`);
			return elementsOf(answer.root, 'Upload').length > 0 ? answer.root?.local : null;
		},
	},
] as const satisfies readonly Check[];

/** As S3 encodes it: `+` for a space. */
function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return undefined;
	}
}
