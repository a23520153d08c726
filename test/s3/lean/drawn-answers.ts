import {counts, errors, flags, oddHeaders, texts, times} from './drawn-values.js';
import {type Draw, drawing} from './random.js';
import {spoilt} from './spoilt-text.js';

export const operations = ['uploads', 'parts', 'abort', 'head'] as const;
export type DrawnOperation = (typeof operations)[number];

/** What a server sends, and in which pieces. */
export type DrawnAnswer = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** Empty for a HEAD. */
	readonly pieces: readonly Buffer[];
	/** The connection ends before the body does. */
	readonly isCut: boolean;
};

export type DrawnCase = {
	readonly operation: DrawnOperation;
	readonly key: string;
	readonly answer: DrawnAnswer;
};

/** Mostly what a service sends, sometimes anything. */
function textOf(draw: Draw, usual: string): string {
	return draw.isOdd() ? draw.one(texts) : usual;
}

function element(draw: Draw, name: string, text: string): string {
	if (text === '' && draw.chance(0.3)) return `<${name}/>`;
	return `<${name}>${text}</${name}>`;
}

function principal(draw: Draw, name: string): string {
	const id = element(
		draw,
		'ID',
		textOf(
			draw,
			draw.one(['user', 'arn:aws:iam::123456789012:user/x', 'arn:aws:iam::123456789012:user/y']),
		),
	);
	const shown = element(
		draw,
		'DisplayName',
		textOf(draw, draw.one(['A user', 'A user', 'B user'])),
	);
	return `<${name}>${draw.some([id, shown], 0.8).join(draw.one(['', '', '\n ']))}</${name}>`;
}

function fieldsOf(draw: Draw, of: 'upload' | 'part' | 'uploads' | 'parts', nth: number): string[] {
	const text = (name: string, usual: string) => element(draw, name, textOf(draw, usual));
	const count = (name: string, usual: string) =>
		element(draw, name, draw.isOdd() ? draw.one(counts) : usual);
	const time = (name: string) =>
		element(
			draw,
			name,
			draw.isOdd() ? draw.one(times) : `2026-11-${10 + (nth % 18)}T10:11:12.131Z`,
		);
	const flag = (name: string) => element(draw, name, draw.isOdd() ? draw.one(flags) : 'false');
	const shared = () => [
		principal(draw, 'Owner'),
		principal(draw, 'Initiator'),
		text('StorageClass', 'STANDARD'),
	];
	const algorithm = () =>
		draw.chance(0.2) ? [text('ChecksumAlgorithm', 'CRC32'), text('ChecksumType', 'COMPOSITE')] : [];
	switch (of) {
		case 'upload':
			return [
				text('Key', `a/key-${nth}`),
				text('UploadId', `2~id-${nth}`),
				...shared(),
				time('Initiated'),
				...algorithm(),
			];
		case 'part':
			return [
				count('PartNumber', String(nth + 1)),
				time('LastModified'),
				text('ETag', '&quot;d41d8cd98f00b204e9800998ecf8427e&quot;'),
				count('Size', '5242880'),
				...(draw.chance(0.1)
					? [text(draw.one(['ChecksumCRC32', 'ChecksumSHA256', 'ChecksumBLAKE3']), 'AAAAAA==')]
					: []),
			];
		case 'uploads':
			return [
				text('Bucket', 'bucket'),
				text('Prefix', ''),
				text('KeyMarker', ''),
				text('UploadIdMarker', ''),
				text('NextKeyMarker', 'a/key-9'),
				text('NextUploadIdMarker', '2~id-9'),
				count('MaxUploads', '1000'),
				flag('IsTruncated'),
				...(draw.chance(0.05) ? ['<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>'] : []),
				...(draw.chance(0.1) ? [text('EncodingType', 'url'), text('Delimiter', '/')] : []),
			];
		case 'parts':
			return [
				text('Bucket', 'bucket'),
				...(draw.isOdd() ? [text('UploadId', '2~id')] : []),
				...shared(),
				text('PartNumberMarker', '0'),
				text('NextPartNumberMarker', '3'),
				count('MaxParts', '1000'),
				flag('IsTruncated'),
				...algorithm(),
			];
	}
}

/** A listing that a service may send: fields are missing, in any order, and some hold what no field should. */
function listing(draw: Draw, operation: 'uploads' | 'parts'): string {
	const [root, row, of] =
		operation === 'uploads'
			? (['ListMultipartUploadsResult', 'Upload', 'upload'] as const)
			: (['ListPartsResult', 'Part', 'part'] as const);
	const between = draw.one(['', '', '', '\n', '\n\t', ' ']);
	// Rows that differ in their texts alone are read in a way of their own.
	const areAlike = draw.chance(0.5);
	let like: string | undefined;
	const rows = Array.from({length: draw.one([0, 1, 1, 2, 3, 5, 12])}, (_, nth) => {
		if (areAlike && like !== undefined && draw.chance(0.8))
			return like.replace(/<\/(Key|UploadId|ETag|PartNumber|DisplayName)>/g, (end, name: string) =>
				name === 'DisplayName' && draw.chance(0.9) ? end : `${nth}${end}`,
			);
		const within = draw.chance(0.8)
			? fieldsOf(draw, of, nth)
			: draw.some(fieldsOf(draw, of, nth), 0.9);
		like = `<${row}>${between}${within.join(between)}${between}</${row}>`;
		return like;
	});
	const facts = draw.chance(0.7)
		? fieldsOf(draw, operation, 0)
		: draw.some(fieldsOf(draw, operation, 0), 0.9);
	const children = draw.chance(0.8) ? [...facts, ...rows] : draw.some([...facts, ...rows], 1);
	const declared = draw.one([
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<?xml version="1.0" encoding="UTF-8"?>\n',
		'',
		"<?xml version='1.0'?>",
	]);
	const namespace = draw.one([
		' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"',
		' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"',
		'',
		' xmlns="http://doc.s3.amazonaws.com/2006-03-01"',
	]);
	return `${declared}<${root}${namespace}>${between}${children.join(between)}${between}</${root}>${draw.one(['', '', '', '', '', '\n', '\n', ' \r\n'])}`;
}

function headersOf(draw: Draw, operation: DrawnOperation): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, values] of oddHeaders)
		if (draw.chance(operation === 'head' ? 0.5 : 0.2)) headers[name] = draw.one(values);
	return headers;
}

function bodyOf(draw: Draw, operation: DrawnOperation): string {
	if (operation === 'head') return '';
	if (operation === 'abort')
		return draw.one([
			'',
			'',
			'',
			'',
			' ',
			'\n',
			'<AbortMultipartUploadResult/>',
			'<html></html>',
			'OK',
			'<Error><Code>NoSuchUpload</Code></Error>',
			'<AbortMultipartUploadResult xmlns="x"></AbortMultipartUploadResult>',
		]);
	let text = listing(draw, operation);
	while (draw.chance(0.2)) text = draw.one(spoilt)(text, draw);
	return text;
}

/** In which pieces it arrives, mostly one: within characters, too. */
function inPieces(draw: Draw, bytes: Buffer): Buffer[] {
	if (bytes.length < 2 || draw.chance(0.7)) return bytes.length === 0 ? [] : [bytes];
	const ends = Array.from({length: 1 + draw.below(4)}, () => 1 + draw.below(bytes.length - 1));
	const sorted = [0, ...ends.sort((a, b) => a - b), bytes.length];
	return sorted
		.slice(1)
		.map((end, nth) => bytes.subarray(sorted[nth], end))
		.filter(({length}) => length > 0);
}

/** The case of a seed. */
export function drawnCase(seed: number): DrawnCase {
	const draw = drawing(seed);
	const operation = draw.one(['uploads', 'parts', 'uploads', 'parts', 'abort', 'head'] as const);
	const headers = headersOf(draw, operation);
	const isError = draw.chance(0.12);
	const [failed, error] = draw.one(errors);
	const yes =
		operation === 'abort'
			? draw.one([204, 204, 200, 202])
			: draw.chance(0.97)
				? 200
				: draw.one([201, 202, 206]);
	const status = isError ? failed : yes;
	const text =
		operation === 'head' || status === 204 ? '' : isError ? error : bodyOf(draw, operation);
	let bytes = Buffer.from(text, 'utf8');
	if (draw.chance(0.02) && bytes.length > 0) {
		bytes = Buffer.from(bytes);
		bytes[draw.below(bytes.length)] = 128 + draw.below(128);
	}
	if (operation === 'head' && draw.chance(0.7))
		headers['content-length'] = draw.one(['0', '5', '5242880', '99999999999999']);
	return {
		operation,
		key: draw.one(['plain', 'a/b', 'ü', 'a b+c', "'()*!~", '..', 'a//b', '%2F']),
		answer: {
			status,
			headers,
			pieces: inPieces(draw, bytes),
			isCut: bytes.length > 1 && draw.chance(0.01),
		},
	};
}
