import {mkdir, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {
	type ConnectionView,
	filterName,
	filtersIn,
	type ViewChange,
	viewFor,
	withChange,
} from '../../../source/profiles/views/connection-view.js';
import {readViews, rememberView, viewsFile} from '../../../source/profiles/views/views.js';

async function folder(): Promise<string> {
	const made = await mkdtemp(join(tmpdir(), 'partway-views-'));
	onTestFinished(() => rm(made, {recursive: true}));
	return join(made, 'state');
}

const typed = (text: string): ViewChange => ({kind: 'typed', list: 'uploads', text});
const named = (name: string, text = name): ViewChange => ({
	kind: 'named',
	list: 'uploads',
	filter: {name, text},
});
const viewAfter = (...changes: readonly ViewChange[]): ConnectionView =>
	viewFor(
		changes.reduce<readonly ConnectionView[]>((to, each) => withChange(to, 'own:a', each), []),
		'own:a',
	);

describe('what is remembered', () => {
	test('of how a list shows: each change leaves the rest', () => {
		const changes: ViewChange[] = [
			{kind: 'shown', sort: 'size', reverse: true},
			{kind: 'shown', tree: true},
			{kind: 'shown', details: true},
			{kind: 'shown', bucketSort: 'oldest', bucketReverse: true},
		];
		expect(viewAfter(...changes)).toEqual({
			...{connection: 'own:a', sort: 'size', reverse: true, tree: true, details: true},
			...{bucketSort: 'oldest', bucketReverse: true, filters: {}},
		});
	});

	test('of filters: the latest first and once, no more than 50', () => {
		const many = Array.from({length: 60}, (_, at) => typed(`f${at}`));
		const {typed: kept} = filtersIn(viewAfter(...many, typed('f30')), 'uploads');
		expect(kept.slice(0, 3)).toEqual(['f30', 'f59', 'f58']);
		expect(kept).toHaveLength(50);
	});

	test('of names: in their order, another filter of a name takes its place, and one is forgotten', () => {
		const list = filtersIn(
			viewAfter(named('old'), named('big', 'a'), named('big', 'b')),
			'uploads',
		);
		expect(list.named).toEqual([
			{name: 'big', text: 'b'},
			{name: 'old', text: 'old'},
		]);
		const left = viewAfter(named('old'), {kind: 'forgotten', list: 'uploads', name: 'old'});
		expect(filtersIn(left, 'uploads').named).toEqual([]);
	});

	test('of one kind of list says nothing of another, whatever it is called', () => {
		expect(filtersIn(viewAfter(typed('x')), 'history').typed).toEqual([]);
		expect(filtersIn(viewAfter(typed('x')), 'constructor').typed).toEqual([]);
	});

	test.each([
		['big', true],
		['größer-2', true],
		['', false],
		['two words', false],
		['-x', false],
		['a:b', false],
		['a"b', false],
	])('a filter may be called “%s”: %s', (name, may) => {
		expect(filterName.test(name)).toBe(may);
	});
});

describe('the file', () => {
	test('keeps what each connection is shown by, mode 0600', async () => {
		const at = await folder();
		expect(readViews(at)).toEqual({content: []});
		await rememberView(at, 'own:a', {kind: 'shown', sort: 'size', reverse: true});
		const more = {tree: true, details: false, bucketSort: 'holds', bucketReverse: false} as const;
		await rememberView(at, 'own:a', {kind: 'shown', ...more});
		await rememberView(at, 'own:b', named('big', 'size>1GiB'));
		await rememberView(at, 'own:a', typed('state:stalled'));
		const {content: views} = readViews(at);
		expect(viewFor(views, 'own:a')).toEqual({
			...{connection: 'own:a', sort: 'size', reverse: true, ...more},
			filters: {uploads: {typed: ['state:stalled'], named: []}},
		});
		expect(filtersIn(viewFor(views, 'own:b'), 'uploads').named).toEqual([
			{name: 'big', text: 'size>1GiB'},
		]);
		expect((await stat(viewsFile(at))).mode & 0o777).toBe(0o600);
	});

	test.each([
		['no JSON', '{"views": ['],
		['no list', '{"views": 5}'],
		['a view of nothing', '{"views": [{}]}'],
		['filters that are none', '{"views": [{"connection": "own:a", "filters": 5}]}'],
		['null', 'null'],
	])('that is damaged (%s) is named, and begins anew', async (_, text) => {
		const at = await folder();
		await mkdir(at, {recursive: true});
		await writeFile(viewsFile(at), text);
		const {content: views, problem} = readViews(at);
		expect(views).toEqual([]);
		expect(problem).toContain(viewsFile(at));
		await rememberView(at, 'own:a', typed('x'));
		expect(readViews(at).content).toHaveLength(1);
	});

	test('of a later form is read as far as it is known: a name that cannot be typed is left out', async () => {
		const at = await folder();
		await mkdir(at, {recursive: true});
		const filters = {
			uploads: {
				typed: ['a', 5],
				named: [
					{name: 'a b', text: 'x'},
					{name: 'ok', text: 'y'},
				],
			},
		};
		const view = {
			connection: 'own:a',
			sort: 5,
			tree: 'yes',
			bucketSort: 1,
			details: 'a',
			filters,
			later: 1,
		};
		await writeFile(viewsFile(at), JSON.stringify({views: [view]}));
		expect(readViews(at).content).toEqual([
			{connection: 'own:a', filters: {uploads: {typed: ['a'], named: [{name: 'ok', text: 'y'}]}}},
		]);
	});

	// A folder without rights would stop nobody who is root.
	test('where a file stands in the place of the folder fails with a code', async () => {
		const at = await folder();
		await mkdir(dirname(at), {recursive: true});
		await writeFile(at, '');
		await expect(rememberView(at, 'own:a', typed('x'))).rejects.toHaveProperty('code');
	});

	test('where a folder stands in its place is left alone', async () => {
		const at = await folder();
		await mkdir(viewsFile(at), {recursive: true});
		await rememberView(at, 'own:a', typed('x'));
		await expect(readFile(viewsFile(at))).rejects.toMatchObject({code: 'EISDIR'});
	});
});
