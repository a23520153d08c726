import {expect, test} from 'vitest';
import {type RareFacts, RareFactsTable} from '../../source/multipart/rare-facts.js';

const all: RareFacts[] = [
	{keyCertain: true},
	{keyCertain: false},
	{keyCertain: true, storageClass: 'STANDARD'},
	{keyCertain: true, checksumAlgorithm: 'STANDARD'},
	{keyCertain: true, checksumType: 'STANDARD'},
	{keyCertain: true, owner: {}},
	{keyCertain: true, initiator: {}},
	{keyCertain: true, owner: {id: 'a'}},
	{keyCertain: true, owner: {displayName: 'a'}},
	{keyCertain: true, initiator: {id: 'a'}},
	...Array.from({length: 40}, (_, at) => ({keyCertain: true, initiator: {id: `person ${at}`}})),
];

test('each combination has one number, whichever were asked for meanwhile', () => {
	const table = new RareFactsTable();
	const numbers = all.map(facts => table.numberOf(facts));
	expect(new Set(numbers).size).toBe(all.length);
	expect(all.toReversed().map(facts => table.numberOf(structuredClone(facts)))).toEqual(
		numbers.toReversed(),
	);
	expect(numbers.map(number => table.at(number))).toEqual(all);
});

test('keeps nothing but the facts', () => {
	const table = new RareFactsTable();
	const upload = {key: 'k', uploadId: 'i', keyCertain: true, storageClass: undefined};
	expect(Object.keys(table.at(table.numberOf(upload)))).toEqual(['keyCertain']);
});
