import {describe, expect, onTestFinished, test} from 'vitest';
import {queryWords} from '../../../../source/multipart/query/query-words.js';
import {orderedBuckets} from '../../../../source/session/buckets/bucket-order.js';
import {uncountedOf} from '../../../../source/session/buckets/bucket-rows.js';
import {accessKeyId, secretAccessKey} from '../../../s3/raw-server.js';
import {openApp} from '../../../support/app.js';
import {serveWorld, type World} from '../../../worlds/serve.js';
import {tapeWorld, uploadRow, xml} from '../../../worlds/tape.js';

async function onWorld(world: World, bucket?: string) {
	const served = await serveWorld(world);
	onTestFinished(served.close);
	const reachable = {...served, region: 'us-east-1', users: [{accessKeyId, secretAccessKey}]};
	return openApp(reachable, {target: bucket === undefined ? undefined : {bucket}});
}

test('many buckets are filtered and sorted once, not at each key and each frame', async () => {
	const names = Array.from({length: 1200}, (_, at) => `bucket-${String(at).padStart(4, '0')}`);
	const rows = names.map(name => `<Bucket><Name>${name}</Name></Bucket>`).join('');
	const app = await onWorld(
		tapeWorld(
			{},
			{
				any: ({path}) =>
					path === '/'
						? xml('ListAllMyBucketsResult', `<Owner><ID>me</ID></Owner><Buckets>${rows}</Buckets>`)
						: undefined,
			},
		),
	);
	await app.waitFor(/ 200 not counted/);
	const shown = () => {
		const screen = app.state().screens.at(-1);
		if (screen?.kind !== 'buckets') throw new Error('no buckets');
		return {screen, all: orderedBuckets(screen)};
	};
	const isCounted = () => {
		const {screen} = shown();
		return screen.pending === 0 && uncountedOf(screen.buckets ?? [], screen.counts) === 0;
	};
	const {all} = shown();
	await app.press('j', 'j', 'pagedown');
	expect(shown().all).toBe(all);
	await app.press('/');
	await app.type('-2');
	// What is counted may fold a bucket away.
	await app.waitFor(isCounted);
	const found = shown().all;
	expect([...found.held, ...found.empty].map(({name}) => name)).toEqual(
		names.filter(name => name.includes('-2')),
	);
	await app.press('left', 'right');
	expect(shown().all).toBe(found);
	await app.press('esc', 's');
	await app.waitFor(isCounted);
	const sorted = shown().all;
	expect([...sorted.held, ...sorted.empty]).toHaveLength(1200);
	await app.press('g', 'j', 'j');
	expect(shown().all).toBe(sorted);
});

type App = Awaited<ReturnType<typeof onWorld>>;

function uploadsOf(app: App) {
	const screen = app.state().screens.at(-1);
	return screen?.kind === 'uploads' ? screen : undefined;
}

/** By which the rows were chosen last. */
const queryOf = (app: App) => uploadsOf(app)?.query.text;

describe('a text that nobody types', () => {
	/** How often the session changed while the keys were pressed. */
	async function changes(app: App, piece: string): Promise<number> {
		let count = 0;
		const end = app.session.subscribe(() => count++);
		await app.press(piece);
		end();
		return count;
	}

	test('is a paste, though the terminal does not say so', async () => {
		const app = await onWorld(tapeWorld(), 'media');
		await app.listed();
		expect(await changes(app, 'x'.repeat(20_000))).toBeLessThan(10);
		await app.waitFor('Paste ignored: no field is open.');
		expect(app.state().dialog).toBeUndefined();
		await app.press('/');
		const pasted = `${'报'.repeat(5000)}\rx`;
		expect(await changes(app, pasted)).toBeLessThan(10);
		const screen = uploadsOf(app);
		expect([screen?.filter.text, screen?.editing]).toEqual([pasted.replace('\r', ' '), true]);
	});

	test('is no query: a hundred words are read, and no more', async () => {
		const app = await onWorld(tapeWorld(), 'media');
		await app.listed();
		await app.press('/');
		await app.paste('t '.repeat(100));
		expect(queryOf(app)).toBe('t '.repeat(100));
		await app.paste('t '.repeat(50_000));
		await app.waitFor('At most 100 words are read.');
		expect(queryOf(app)).toBe('t '.repeat(100));
		expect(queryWords('t '.repeat(50_000))).toHaveLength(101);
		await app.press('esc', 'g');
		expect(app.row('▸')).toContain('raw/tape.tar');
	});
});

test('keys and ids of any length take their row, and are whole where they are named', async () => {
	const long = '报'.repeat(20_000);
	const row = (key: string, uploadId: string) =>
		uploadRow({key, uploadId, initiated: new Date(Date.now() - 864e6).toISOString()});
	const app = await onWorld(
		tapeWorld(
			{},
			{
				listUploads: () =>
					xml(
						'ListMultipartUploadsResult',
						`<Bucket>media</Bucket><KeyMarker/><UploadIdMarker/><MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated>${row(`a${long}z`, 'ID1')}${row(`b${long}y`, `${'i'.repeat(50_000)}`)}`,
					),
			},
		),
		'media',
	);
	await app.waitFor('2 uploads');
	expect(app.row('a报')).toMatch(/a报+….*报z /);
	await app.press('j');
	expect(app.row('▸')).toMatch(/b报+…报+y /);
	expect(app.wrapped()).not.toContain(true);
});
