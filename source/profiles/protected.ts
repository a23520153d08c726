import type {ProtectedPrefix} from '../s3/protected.js';
import {parseTarget, type Refused} from './target.js';

/**
 * Reads an entry of a profile's protected prefixes. `s3://bucket/prefix` counts in that bucket, and
 * `s3://bucket` is the whole of it; anything else is a prefix in every bucket, byte for byte.
 */
export function parseProtected(text: string): ProtectedPrefix | Refused {
	if (text === '') {
		return {refused: 'A protected prefix is empty: read-only protects everything.'};
	}
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
	if (!Array.isArray(value) || value.some(entry => typeof entry !== 'string')) {
		return 'The protected prefixes must be a list of texts.';
	}
	for (const entry of value as string[]) {
		const parsed = parseProtected(entry);
		if ('refused' in parsed) {
			return parsed.refused;
		}
	}
	return undefined;
}
