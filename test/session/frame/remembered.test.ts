import {expect, test} from 'vitest';
import {kinds, type Stage, stage} from '../stage.js';

/** On the uploads of a connection that has a name. */
function named(): Stage {
	const on = stage();
	const {connection} = on.state;
	if (connection === undefined) throw new Error('nothing is connected');
	on.tell({
		type: 'connected',
		connection: {...connection, remembered: 'own:test'},
		target: {bucket: 'media', prefix: ''},
	});
	return on;
}

const open = (on: Stage) =>
	on.tell({
		type: 'connected',
		connection: on.state.connection!,
		target: {bucket: 'other', prefix: ''},
	});

test('the order of uploads is that of the list before, and the index is told before it lists', () => {
	const on = named();
	expect(on.hit('5')).toContainEqual({
		type: 'remember-view',
		connection: 'own:test',
		change: {kind: 'shown', sort: 'size', reverse: true},
	});
	const effects = open(on);
	expect(on.screen).toMatchObject({bucket: 'other', sort: 'size', reverse: true});
	const told = kinds(effects);
	expect(told.indexOf('set-view')).toBeGreaterThanOrEqual(0);
	expect(told.indexOf('set-view')).toBeLessThan(told.indexOf('list-uploads'));
	on.press('reverse');
	open(on);
	expect(on.screen).toMatchObject({sort: 'size', reverse: false});
});

test('what the disk remembers holds from the start; a column of a later version is none', () => {
	const on = named();
	const view = {connection: 'own:test', reverse: true, filters: {}};
	on.tell({type: 'views-read', views: [{...view, sort: 'lastPart'}]});
	open(on);
	expect(on.screen).toMatchObject({sort: 'lastPart', reverse: true});
	on.tell({type: 'views-read', views: [{...view, sort: 'colour'}]});
	open(on);
	expect(on.screen).toMatchObject({sort: 'key'});
});

test('a connection without a name writes nothing, and remembers while it runs; another one has its own', () => {
	const on = stage();
	expect(kinds(on.hit('5'))).not.toContain('remember-view');
	open(on);
	expect(on.screen).toMatchObject({sort: 'size', reverse: true});
	on.tell({
		type: 'connected',
		connection: {...on.state.connection!, remembered: 'own:another'},
		target: {bucket: 'media', prefix: ''},
	});
	expect(on.screen).toMatchObject({sort: 'key', reverse: false});
});

test('the tree or the list is that of the list before', () => {
	const on = named();
	expect(on.type('t')).toContainEqual({
		type: 'remember-view',
		connection: 'own:test',
		change: {kind: 'shown', tree: true},
	});
	expect(kinds(open(on))).toEqual(expect.arrayContaining(['list-uploads', 'roll-up']));
	expect(on.screen).toMatchObject({bucket: 'other', tree: {mode: 'tree'}});
	on.type('t');
	expect(on.screen).toMatchObject({tree: {mode: 'list'}});
	expect(kinds(open(on))).not.toContain('roll-up');
	expect(on.screen).not.toHaveProperty('tree.mode');
});

test('the details are open or not as they were in the list before', () => {
	const on = named();
	expect(on.type('i')).toContainEqual({
		type: 'remember-view',
		connection: 'own:test',
		change: {kind: 'shown', details: true},
	});
	open(on);
	expect(on.screen).toMatchObject({bucket: 'other', details: true});
	on.type('i');
	open(on);
	expect(on.screen).not.toHaveProperty('details');
});

test('the order of the buckets is that of the list before, and apart from that of uploads', () => {
	const on = named();
	on.type('b');
	expect(on.hit('4')).toContainEqual({
		type: 'remember-view',
		connection: 'own:test',
		change: {kind: 'shown', bucketSort: 'oldest', bucketReverse: false},
	});
	on.press('reverse');
	open(on);
	expect(on.screen).toMatchObject({kind: 'uploads', sort: 'key', reverse: false});
	on.type('b');
	expect(on.screen).toMatchObject({kind: 'buckets', sort: 'oldest', reverse: true});
	const view = {connection: 'own:test', bucketSort: 'colour', filters: {}};
	on.tell({type: 'views-read', views: [view]});
	open(on);
	on.type('b');
	expect(on.screen).toMatchObject({kind: 'buckets', sort: undefined, reverse: false});
});
