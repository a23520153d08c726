import {createHash} from 'node:crypto';
import type {UploadTarget} from '../../multipart/upload.js';

/** What can be read of a line that cannot be understood: which acts it may be about. */
export type Concerns = {
	/** The id of the act. */
	readonly act?: string;
	/** It tells what became of an act, whose intent is a line of its own. */
	readonly isOutcome?: true;
	readonly bucket?: string;
	readonly key?: string;
	readonly uploadId?: string;
};

/** A line of the journal that cannot be understood. */
export type UnreadLine = {
	/** By which it is set aside: the same for the same text, and no text from outside. */
	readonly id: string;
	readonly concerns: Concerns;
};

export function lineId(text: string): string {
	return `line-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/** Whether the line may be about an act on this upload. The endpoint does not count: one service may have many. */
export function mayConcern(
	{bucket, key, uploadId}: Concerns,
	upload: Pick<UploadTarget, 'bucket' | 'key' | 'uploadId'>,
): boolean {
	return (
		(bucket ?? upload.bucket) === upload.bucket &&
		(key ?? upload.key) === upload.key &&
		(uploadId ?? upload.uploadId) === upload.uploadId
	);
}

/** The texts of these fields of a record that is JSON and yet cannot be understood. */
export function concernsOf(fields: Readonly<Record<string, unknown>>): Concerns {
	const textOf = (name: string): {[name: string]: string} => {
		const value = fields[name];
		// Bytes that are no text are read as that: what was there is not known.
		return typeof value !== 'string' || value === '' || value.includes('\ufffd')
			? {}
			: {[name]: value};
	};
	const {id: act} = textOf('id');
	return {
		...(act === undefined ? {} : {act}),
		...(fields['type'] === 'outcome' ? {isOutcome: true} : {}),
		...textOf('bucket'),
		...textOf('key'),
		...textOf('uploadId'),
	};
}

const garbled = /[\0-\x1f\ufffd]/g;

const names = ['id', 'type', 'bucket', 'key', 'uploadId'];

/** Characters that are no text; a record of an act, or the part of one that names an upload, is longer. */
const mostGarbled = 64;

/**
 * The same of a text that is no JSON. A field that stands in it with two values is not believed, and none is where
 * what is garbled may have been a whole record.
 */
export function concernsIn(text: string): Concerns {
	const fields: Record<string, unknown> = {};
	if ((text.match(garbled)?.length ?? 0) > mostGarbled) return {};
	for (const name of names) {
		const pattern = new RegExp(`"${name}":("(?:[^"\\\\\\0-\\x1f]|\\\\.)*")`, 'g');
		const [value = '', ...others] = new Set([...text.matchAll(pattern)].map(found => found[1]));
		if (others.length === 0) fields[name] = textIn(value);
	}
	if (fields['id'] === undefined) delete fields['type'];
	const {act, ...concerns} = concernsOf(fields);
	// What an outcome says of one act ends no line that may be what is left of two.
	const {isOutcome, bucket, key, uploadId} = concerns;
	const isOne = [bucket, key, uploadId].every(each => each !== undefined);
	return act !== undefined && (isOutcome || isOne) ? {act, ...concerns} : concerns;
}

function textIn(quoted: string): unknown {
	try {
		return JSON.parse(quoted);
	} catch {
		return undefined;
	}
}

/**
 * The records of a line: more than one where a line end was lost. No record holds the beginning of another:
 * within a text its quotes are escaped. A line of more pieces than line ends are ever lost is one that cannot be
 * understood.
 */
export function piecesOf(line: string): string[] {
	const pieces = line.split(/(?=\{"v":)/).filter(piece => piece !== '');
	return pieces.length > mostPieces ? [line] : pieces;
}

const mostPieces = 1000;

/** Without the zeros in which a file may end after a power cut, where the last record should be. */
export function withoutZeros(text: string): string {
	let [start, end] = [0, text.length];
	while (start < end && text.charCodeAt(start) === 0) start++;
	while (end > start && text.charCodeAt(end - 1) === 0) end--;
	return text.slice(start, end);
}

/** Whether the text is the beginning of a JSON object that does not end, and nothing else. */
export function isCutShort(text: string): boolean {
	if (text === '') return true;
	if (!text.startsWith('{')) return false;
	const closers: string[] = [];
	let isString = false;
	let begun = text;
	for (let at = 0; at < text.length; at++) {
		const char = text[at];
		if (isString && char === '\\') {
			const length = text[at + 1] === 'u' ? 6 : 2;
			if (at + length > text.length) begun = text.slice(0, at);
			at += length - 1;
		} else if (char === '"') isString = !isString;
		else if (isString) continue;
		else if (char === '{' || char === '[') closers.push(char === '{' ? '}' : ']');
		else if (char === '}' || char === ']') closers.pop();
	}
	if (closers.length === 0) return false;
	// A word or a number may lack its end.
	const ended = isString ? `${begun}"` : withoutLastWord(begun);
	const closed = closers.reverse().join('');
	return ['', ':null', 'null', '"":null'].some(rest => isJson(ended + rest + closed));
}

function withoutLastWord(text: string): string {
	let end = text.length;
	while (end > 0 && /[\w.+-]/.test(text[end - 1] ?? '')) end--;
	return text.slice(0, end);
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
