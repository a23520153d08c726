import {createHash} from 'node:crypto';

/** Someone whose signature the sandbox accepts. Every user is an AWS account of their own. */
export interface User {
	name: string;
	accessKeyId: string;
	secretAccessKey: string;
}

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

/** The 64 hex digits by which S3 names an owner. */
export function canonicalId(user: User): string {
	return createHash('sha256').update(`canonical:${user.name}`).digest('hex');
}

/** The twelve digits of the user's account, as `x-amz-expected-bucket-owner` carries them. */
export function accountId(user: User): string {
	const number = createHash('sha256').update(`account:${user.name}`).digest().readUIntBE(0, 6);
	return String(number % 1e12).padStart(12, '0');
}

/** The ARN by which S3 names whoever initiated an upload. */
export function userArn(user: User): string {
	return `arn:aws:iam::${accountId(user)}:user/${user.name}`;
}
