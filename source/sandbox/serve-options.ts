import {parseArgs} from 'node:util';
import {type PersonalityName, personalityNames} from './personalities/personality.js';
import {sampleUsers, type User} from './users.js';

/** How a sandbox that serves alone was asked for. */
export type ServeOptions = {
	port: number;
	/** What it holds: nothing, the demo's world, or so many uploads of so many parts each. */
	content: 'nothing' | 'demo' | {uploads: number; parts: number};
	users: readonly User[];
	like: PersonalityName;
	/** Path of a file of faults. */
	faults?: string;
	/** Milliseconds added to every answer. */
	latency: number;
	trueTimes: boolean;
	json: boolean;
};

/** What is wrong with the arguments, in one sentence. */
export class ServeUsageError extends Error {}

export const serveHelp = `Serves a small S3 of partway's own on 127.0.0.1 until it is ended.

  --port N          the port; 0 takes a free one (9000)
  --empty           holds nothing; without this and --uploads it holds the world of the demo
  --uploads N       holds N uploads in progress in the bucket "many"
  --parts N         parts of each of them (3)
  --users LIST      name:key:secret,name:key:secret (alice and bob)
  --like NAME       ${personalityNames.join(', ')} (aws)
  --true-times      takes the time that a true server of that kind takes, where that is known
  --faults FILE     fails as the JSON file says: see docs/dev/sandbox.md
  --latency N       milliseconds added to every answer (0)
  --json            prints one line of JSON once it listens
  --help
`;

const options = {
	port: {type: 'string'},
	empty: {type: 'boolean'},
	uploads: {type: 'string'},
	parts: {type: 'string'},
	users: {type: 'string'},
	like: {type: 'string'},
	'true-times': {type: 'boolean'},
	faults: {type: 'string'},
	latency: {type: 'string'},
	json: {type: 'boolean'},
	help: {type: 'boolean'},
} as const;

/** Reads the arguments; `help` when that was asked for. Throws ServeUsageError. */
export function readServeOptions(args: readonly string[]): ServeOptions | 'help' {
	const values = parse(args);
	if (values.help) return 'help';
	if (values.empty && values.uploads !== undefined)
		throw new ServeUsageError('--empty and --uploads do not go together.');
	if (values.parts !== undefined && values.uploads === undefined)
		throw new ServeUsageError('--parts needs --uploads.');
	const parts = number('--parts', values.parts, 3, 10_000);
	return {
		port: number('--port', values.port, 9000, 65_535),
		content: values.empty
			? 'nothing'
			: values.uploads === undefined
				? 'demo'
				: {uploads: number('--uploads', values.uploads, 0, 10_000_000), parts},
		users: values.users === undefined ? sampleUsers : readUsers(values.users),
		like: readLike(values.like ?? 'aws'),
		faults: values.faults,
		latency: number('--latency', values.latency, 0, 3_600_000),
		trueTimes: values['true-times'] ?? false,
		json: values.json ?? false,
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({args: [...args], options}).values;
	} catch (error) {
		throw new ServeUsageError((error as Error).message);
	}
}

function number(name: string, value: string | undefined, fallback: number, most: number): number {
	if (value === undefined) return fallback;
	if (/^\d+$/.test(value) && Number(value) <= most) return Number(value);
	throw new ServeUsageError(`${name} must be a whole number from 0 to ${most}, not "${value}".`);
}

function readLike(value: string): PersonalityName {
	const name = personalityNames.find(candidate => candidate === value);
	if (name !== undefined) return name;
	throw new ServeUsageError(
		`--like must be one of ${personalityNames.join(', ')}, not "${value}".`,
	);
}

/** A secret may hold colons, but no comma. */
function readUsers(list: string): User[] {
	const users = list.split(',').map(item => {
		const [, name, accessKeyId, secretAccessKey] = /^([^:]+):([^:]+):(.+)$/.exec(item) ?? [];
		if (name === undefined || accessKeyId === undefined || secretAccessKey === undefined)
			throw new ServeUsageError(`--users: "${item}" is not name:key:secret.`);
		return {name, accessKeyId, secretAccessKey};
	});
	for (const field of ['name', 'accessKeyId'] as const) {
		const seen = new Set(users.map(user => user[field]));
		if (seen.size < users.length) {
			const what = field === 'name' ? 'name' : 'key';
			throw new ServeUsageError(`--users: two users have one ${what}.`);
		}
	}
	return users;
}
