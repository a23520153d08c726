import {cutText} from '../answer/cut-text.js';
import {WireError} from '../answer/wire-error.js';
import type {Answered} from '../answer/wire-response.js';
import type {Hint, Mismatch} from '../failure/hint.js';
import type {FailureTarget} from '../failure/operation.js';
import {unmarked} from './names.js';

/** What an answer says that it is about; S3 names it in ListParts and Complete, other services often not. */
export type Echo = {
	readonly Bucket?: string;
	readonly Key?: string;
	readonly UploadId?: string;
	/** Of a listing. */
	readonly Prefix?: string;
};

/** What was asked for; `prefix`: of a listing. */
type Asked = FailureTarget & {readonly prefix?: string};

/**
 * Compares what an answer names with what was asked for; undefined where nothing is certainly another. What is not
 * named says nothing. A name that is only written in another way (percent-encoded, normalized) is the same.
 */
export function mismatchOf(
	asked: Asked,
	{Bucket, Key, UploadId, Prefix}: Echo,
): Mismatch | undefined {
	if (isAnother(asked.uploadId, UploadId, [decoded]))
		return {what: 'upload id', named: shown(UploadId)};
	for (const [what, of, named] of [
		['key', asked.key, Key],
		['prefix', asked.prefix, Prefix],
	] as const)
		if (isAnother(of, named && unmarked(named), [decoded, plain, one => plain(decoded(one))]))
			return {what, named: shown(unmarked(named ?? ''))};
	if (
		Bucket !== undefined &&
		isAnother(asked.bucket, Bucket, [decoded]) &&
		!isAlias(asked.bucket, Bucket)
	)
		return {what: 'bucket', named: shown(Bucket)};
	return undefined;
}

function shown(named = ''): string {
	return cutText(named, 'message');
}

/** @param ways in which a service may write the name that was asked for. */
function isAnother(
	asked: string | undefined,
	named: string | undefined,
	ways: ReadonlyArray<(named: string) => string>,
): boolean {
	if (asked === undefined || !named || named === asked) return false;
	return !ways.some(way => way(named) === asked || way(named) === plain(asked));
}

/** Of a percent-encoded name, with `+` for a blank as S3's encoding-type=url has it; the name itself where it is none. */
function decoded(name: string): string {
	try {
		return decodeURIComponent(name.replaceAll('+', ' '));
	} catch {
		return name;
	}
}

/** Without what services and readers of XML change in a key: its normal form, blanks at its ends, slashes. */
function plain(key: string): string {
	return key
		.normalize('NFC')
		.replace(/\r\n?/g, '\n')
		.trim()
		.replace(/\/{2,}/g, '/')
		.replace(/^\//, '');
}

/**
 * Whether the asked one is known to stand for another: an access point (S3 API reference, ListParts: the answer names
 * the bucket behind it), or a bucket of a tenant on Ceph (`tenant:bucket`).
 */
function isAlias(asked: string | undefined, named: string): boolean {
	return (
		asked === undefined ||
		asked.startsWith('arn:') ||
		/-s3alias$|--ol-s3$|\.mrap$/.test(asked) ||
		asked.endsWith(`:${named}`) ||
		named.endsWith(`/${asked}`) ||
		named.endsWith(`:${asked}`)
	);
}

/** The answer is about another upload than the one that was asked for: a service may find uploads by their ids alone. */
export class AnotherUpload extends WireError {
	readonly hint: Hint;

	constructor({what, named}: Mismatch, answered?: Answered) {
		super('AnotherUpload', '', answered);
		this.hint = {code: 'another-upload', what, named};
	}
}

/** Throws where an answer names another upload than the one that was asked for. */
export function refuseAnother(asked: Asked, answer: Echo): void {
	const other = mismatchOf(asked, answer);
	if (other !== undefined) throw new AnotherUpload(other);
}
