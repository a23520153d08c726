import {describe, expect, test} from 'vitest';
import {readServeOptions} from '../../source/sandbox/serve-options.js';
import {sampleUsers} from '../../source/sandbox/users.js';

const plain = {
	port: 9000,
	content: 'demo',
	users: sampleUsers,
	like: 'aws',
	faults: undefined,
	latency: 0,
	trueTimes: false,
	json: false,
};

describe('the arguments', () => {
	test.each<[string, object]>([
		['', {}],
		['--empty', {content: 'nothing'}],
		['--uploads 0', {content: {uploads: 0, parts: 3}}],
		['--uploads 300000 --parts 12', {content: {uploads: 300_000, parts: 12}}],
		[
			'--port 0 --latency 20 --json --true-times',
			{port: 0, latency: 20, json: true, trueTimes: true},
		],
		['--like ceph-16 --faults a.json', {like: 'ceph-16', faults: 'a.json'}],
		[
			'--users a:KEY:se/c:ret,b:K2:s2',
			{
				users: [
					{name: 'a', accessKeyId: 'KEY', secretAccessKey: 'se/c:ret'},
					{name: 'b', accessKeyId: 'K2', secretAccessKey: 's2'},
				],
			},
		],
	])('%s', (line, expected) => {
		expect(readServeOptions(line.split(' ').filter(Boolean))).toEqual({...plain, ...expected});
	});

	test('may ask for help', () => {
		expect(readServeOptions(['--help'])).toBe('help');
	});

	test.each<[string, string | RegExp]>([
		['--port x', '--port must be a whole number from 0 to 65535, not "x".'],
		['--port 65536', '--port must be a whole number from 0 to 65535, not "65536".'],
		['--latency 1.5', '--latency must be a whole number from 0 to 3600000, not "1.5".'],
		['--uploads -1', /uploads/],
		['--uploads 1e3', '--uploads must be a whole number from 0 to 10000000, not "1e3".'],
		['--uploads 1 --parts 10001', '--parts must be a whole number from 0 to 10000, not "10001".'],
		['--parts 3', '--parts needs --uploads.'],
		['--empty --uploads 3', '--empty and --uploads do not go together.'],
		[
			'--like ceph',
			'--like must be one of aws, ceph-16, minio, seaweedfs, r2, lakefs, moto, not "ceph".',
		],
		['--users alice', '--users: "alice" is not name:key:secret.'],
		['--users a:b:c,', '--users: "" is not name:key:secret.'],
		['--users a:b:c,a:d:e', '--users: two users have one name.'],
		['--users a:b:c,d:b:e', '--users: two users have one key.'],
		['--nonsense', /nonsense/],
		['bucket', /bucket/],
	])('%s is refused', (line, sentence) => {
		expect(() => readServeOptions(line.split(' '))).toThrow(sentence);
	});
});
