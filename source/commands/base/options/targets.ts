import {parseTarget, type Target} from '../../../profiles/resolve/target.js';
import type {Connection} from '../connect.js';
import {usageError} from '../exit.js';

/** What was typed for TARGET, undefined where nothing was. @throws CommandError (usage) */
export function readTarget(typed: string | undefined): Target | undefined {
	if (typed === undefined) return undefined;
	const target = parseTarget(typed);
	if ('refused' in target) throw usageError(target.refused);
	return target;
}

/**
 * Refuses `s3://bucket/` for an act on many: `s3://bucket/$PREFIX` of a variable that is not set reads the same.
 *
 * @throws CommandError (usage)
 */
export function refuseOpenPrefix(typed: string | undefined): void {
	if (typed === undefined || !/^s3:\/\/[^/]+\/$/i.test(typed)) return;
	throw usageError(
		`"${typed}" names no prefix after the slash: write ${typed.slice(0, -1)} for the whole bucket.`,
	);
}

/** What was typed, else what the profile opens. @throws CommandError (usage) where neither names a bucket. */
export function targetFor(typed: Target | undefined, {defaultTarget, label}: Connection): Target {
	const target = typed ?? defaultTarget;
	if (target !== undefined) return target;
	const isUnnamed = label === 'options' || label === 'environment';
	const why = isUnnamed ? '' : ` The connection ${label} opens none by itself.`;
	throw usageError(`Which bucket? Write its name, or s3://bucket/prefix.${why}`);
}

/** The address of one upload: `s3://bucket/key`, everything behind the first slash byte for byte. @throws CommandError (usage) */
export function readObjectAddress(typed: string): {readonly bucket: string; readonly key: string} {
	const target = readTarget(typed);
	if (target === undefined || target.prefix === '')
		throw usageError(`"${typed}" names no key: write s3://bucket/key.`);
	return {bucket: target.bucket, key: target.prefix};
}
