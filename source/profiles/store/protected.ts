import type {ProtectedPrefix} from '../../s3/gateway/protected.js';
import {formatTarget, parseTarget, type Refused, refusalOf} from '../resolve/target.js';

/**
 * Reads an entry of a profile's protected prefixes. `s3://bucket/prefix` counts in that bucket, and
 * `s3://bucket` is the whole of it; anything else is a prefix in every bucket, byte for byte.
 */
export function parseProtected(text: string): ProtectedPrefix | Refused {
	if (text === '') return {refused: 'A protected prefix is empty: read-only protects everything.'};
	if (!/^s3:\/\//i.test(text)) {
		return text.isWellFormed()
			? {prefix: text}
			: {refused: 'A protected prefix is not valid text: half of a character is missing.'};
	}
	const parsed = parseTarget(text);
	return 'refused' in parsed ? {refused: `A protected prefix: ${parsed.refused}`} : parsed;
}

/** What is wrong with a profile's list of protected prefixes; undefined when nothing is. */
export function checkProtected(value: unknown): string | undefined {
	if (!Array.isArray(value) || value.some(entry => typeof entry !== 'string'))
		return 'The protected prefixes must be a list of texts.';
	return (value as string[]).map(entry => refusalOf(parseProtected(entry))).find(why => why);
}

/** What an entry protects, in words that follow "protects": `keys that begin with "logs/" in every bucket`. */
export function protectedInWords({bucket, prefix}: ProtectedPrefix): string {
	const where = bucket === undefined ? 'every bucket' : `bucket ${bucket}`;
	return prefix === '' ? `every key in ${where}` : `keys that begin with "${prefix}" in ${where}`;
}

/**
 * What to write where an entry that can be used may have been meant otherwise, as a clause; undefined where
 * it is what it looks like. `media/logs/` looks like a bucket and a prefix, and protects nothing in that
 * bucket; `logs/` looks like a prefix alone.
 */
export function protectedDoubt({bucket, prefix}: ProtectedPrefix): string | undefined {
	if (prefix.endsWith('*')) {
		const start = prefix.replace(/\*+$/, '');
		const meant = bucket === undefined ? start : formatTarget({bucket, prefix: start});
		return `a "*" stands for itself: ${meant === '' ? 'read-only protects everything' : `write ${meant}`}`;
	}
	if (bucket !== undefined) return undefined;
	const [, start, path] = /^(s3:\/?|arn:[^:]*:s3:::|\/+)?(.*)$/su.exec(prefix) ?? [];
	// S3's rules for names; where nothing stands in front, a slash alone at the end is as usual in a prefix.
	const [, name, slash, rest = ''] =
		/^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/)?(.*)$/su.exec(path ?? '') ?? [];
	if (name === undefined || (slash === undefined && rest !== '')) return undefined;
	if (start === undefined && slash !== undefined && rest === '') return undefined;
	return `write ${formatTarget({bucket: name, prefix: rest})} for that bucket`;
}
