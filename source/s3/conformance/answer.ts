import type {XmlElement} from '../../multipart/rules/xml-tree.js';
import {excessOf} from '../answer/bounds.js';
import {cutFact, cutText} from '../answer/cut-text.js';

/** What came back for one request, as it came: nothing in it is put right. */
export type RawAnswer = {
	/** As the API calls it: `ListParts`. */
	readonly operation: string;
	/** Of HTTP; absent where no answer came. */
	readonly status?: number;
	/** Of an error of S3, under whatever status; where no answer came, what went wrong: `ECONNRESET`. */
	readonly code?: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly requestId?: string;
	/** Of the body; absent where that is empty, or no XML. */
	readonly root?: XmlElement;
};

/** What was read off the wire. */
export type Captured = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: string;
};

/** A captured answer, its body read as XML where it is some. */
export async function rawAnswer(
	operation: string,
	{status, headers, body}: Captured,
): Promise<RawAnswer> {
	const root = await xmlOf(body);
	const code = root?.local === 'Error' ? textOf(root, 'Code') : undefined;
	const requestId = cutFact(headers['x-amz-request-id'] ?? headers['x-amzn-requestid']);
	return {
		...{operation, status, headers},
		...(code === undefined ? {} : {code: cutText(code, 'code')}),
		...(requestId === undefined ? {} : {requestId}),
		...(root === undefined ? {} : {root}),
	};
}

/** A request without an answer. */
export function noAnswer(operation: string, error: unknown): RawAnswer {
	const {code, name} = error as {code?: unknown; name?: unknown};
	const what = typeof code === 'string' ? code : String(name ?? 'Error');
	return {operation, headers: {}, code: cutText(what, 'code')};
}

async function xmlOf(body: string): Promise<XmlElement | undefined> {
	if (body.trim() === '' || excessOf(body) !== undefined) return undefined;
	const {readXml} = await import('../../multipart/rules/xml-tree.js');
	try {
		return readXml(body.trim());
	} catch {
		return undefined;
	}
}

/** The elements of that name directly in another, whatever their namespace: services differ in it. */
export function elementsOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
	return element?.children.filter(({local}) => local === name) ?? [];
}

/** The text of such an element; undefined where there is none. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
	return elementsOf(element, name)[0]?.text;
}
