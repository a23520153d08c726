import {expect, test} from 'vitest';
import {
	parseProtected,
	protectedDoubt,
	protectedInWords,
} from '../../../source/profiles/store/protected.js';

function read(text: string) {
	const entry = parseProtected(text);
	if ('refused' in entry) throw new Error(entry.refused);
	return entry;
}

test.each([
	['logs/', 'keys that begin with "logs/" in every bucket'],
	['s3://media/logs/', 'keys that begin with "logs/" in bucket media'],
	['s3://media', 'every key in bucket media'],
	['s3://media/', 'every key in bucket media'],
])('%s protects %s', (text, words) => {
	expect(protectedInWords(read(text))).toBe(words);
});

test.each([
	['acme-media/logs/', 'write s3://acme-media/logs/ for that bucket'],
	['acme-media/logs', 'write s3://acme-media/logs for that bucket'],
	['acme-media', 'write s3://acme-media for that bucket'],
	['/acme-media/', 'write s3://acme-media for that bucket'],
	['s3:/acme-media/logs/', 'write s3://acme-media/logs/ for that bucket'],
	['s3:acme-media', 'write s3://acme-media for that bucket'],
	['arn:aws:s3:::acme-media/logs/', 'write s3://acme-media/logs/ for that bucket'],
	['*', 'a "*" stands for itself: read-only protects everything'],
	['logs/*', 'a "*" stands for itself: write logs/'],
	['s3://media/logs/*', 'a "*" stands for itself: write s3://media/logs/'],
])('%s may be meant otherwise: %s', (text, words) => {
	expect(protectedDoubt(read(text))).toBe(words);
});

test.each(['logs/', 'tape-', 'Raw/2024/', 'a/b', 'a b/c', 's3://media/logs/', 's3://media'])(
	'%s is what it looks like',
	text => {
		expect(protectedDoubt(read(text))).toBeUndefined();
	},
);
