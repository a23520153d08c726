import {invalidRequest, malformedXml} from '../errors.js';
import {algorithms, type Checksum} from '../integrity/algorithms.js';
import {md5Hex} from '../integrity/etag.js';
import {childText, type Element, readXml} from '../wire/xml-reader.js';

/** A part as the request to complete names it. */
export type NamedPart = {
	number: number;
	/** Without quotes. */
	etag: string;
	checksums: Checksum[];
};

/** Reads the list of parts. Throws MalformedXML, or InvalidRequest when there is no list at all. */
export function readCompleteRequest(document: string): NamedPart[] {
	if (document.trim() === '') throw invalidRequest('You must specify at least one part');
	const root = readXml(document);
	if (root.name !== 'CompleteMultipartUpload') throw malformedXml();
	const parts = root.children.map(readPart);
	if (parts.length === 0) throw malformedXml();
	return parts;
}

/** Two requests are the same when they name the same parts. */
export function fingerprintOf(named: readonly NamedPart[]): string {
	return md5Hex(named.map(({number, etag}) => `${number}:${etag}`).join());
}

function readPart(element: Element): NamedPart {
	const number = childText(element, 'PartNumber')?.trim() ?? '';
	const etag = childText(element, 'ETag');
	if (element.name !== 'Part' || !/^\d+$/.test(number) || etag === undefined) throw malformedXml();
	const checksums = algorithms.flatMap(algorithm => {
		const value = childText(element, algorithm.element);
		return value === undefined ? [] : [{algorithm, value}];
	});
	return {number: Number(number), etag: etag.trim().replaceAll('"', ''), checksums};
}
