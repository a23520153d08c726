import {createHash} from 'node:crypto';

/** Someone whose signature the sandbox accepts. Every user is an AWS account of their own. */
export type User = {
	name: string;
	accessKeyId: string;
	secretAccessKey: string;
};

/** Two users whose keys nobody can take for real ones. */
export const sampleUsers: readonly User[] = [
	{
		name: 'alice',
		accessKeyId: 'SAMPLEKEYOFALICE',
		secretAccessKey: 'sample/secret/of/alice/opens/nothing',
	},
	{
		name: 'bob',
		accessKeyId: 'SAMPLEKEYOFBOB',
		secretAccessKey: 'sample/secret/of/bob/opens/nothing',
	},
];

/** Whoever sends a request without a signature. */
export const anonymous: User = {name: 'anonymous', accessKeyId: '', secretAccessKey: ''};

/** By which S3 names them as the owner of what they wrote. */
const anonymousId = '65a011a29cdf8ec533ec3d1ccaae921c';

/** The names that S3 has for a user; they follow from the user's name. */
type Names = {
	canonicalId: string;
	accountId: string;
};

/** A listing tells them a thousand times. */
const known = new WeakMap<User, Names>();

function namesOf(user: User): Names {
	let names = known.get(user);
	if (names === undefined) {
		const digest = (text: string) => createHash('sha256').update(`${text}:${user.name}`);
		const account = digest('account').digest().readUIntBE(0, 6) % 1e12;
		names = {
			canonicalId: digest('canonical').digest('hex'),
			accountId: String(account).padStart(12, '0'),
		};
		known.set(user, names);
	}
	return names;
}

/** The 64 hex digits by which S3 names an owner. */
export function canonicalId(user: User): string {
	return user === anonymous ? anonymousId : namesOf(user).canonicalId;
}

/** The twelve digits of the user's account, as `x-amz-expected-bucket-owner` carries them. */
export function accountId(user: User): string {
	return namesOf(user).accountId;
}

/** The ARN by which S3 names whoever initiated an upload. */
export function userArn(user: User): string {
	return `arn:aws:iam::${accountId(user)}:user/${user.name}`;
}
