import {jsonDocument} from '../../terminal/json.js';
import {checksumFields, type Part} from '../part.js';
import {plural} from '../text/units.js';
import {type JsonMember, type JsonNode, JsonProblem, placeIn, readJson} from './json-text.js';

/** A part as a parts file names it: the ETag as it was written, with or without quotes. */
export type NamedPart = Pick<Part, 'partNumber' | 'etag' | 'checksums'>;

export type PartsFile =
	/** Ascending, each number once. */
	| {readonly kind: 'read'; readonly parts: readonly NamedPart[]}
	/** A sentence each, with line and column; they hold no text from outside. */
	| {readonly kind: 'wrong'; readonly problems: readonly string[]};

/** The parts as the AWS CLI takes them: `aws s3api complete-multipart-upload --multipart-upload file://…`. */
export function writePartsFile(parts: readonly Part[]): string {
	const Parts = parts.map(({partNumber, etag, checksums}) => ({
		PartNumber: partNumber,
		ETag: etag,
		...checksums,
	}));
	return jsonDocument({Parts});
}

const maxProblems = 20;

/**
 * Reads what the AWS CLI takes for `--multipart-upload`, and what people make of it: a byte order mark,
 * UTF-16, ETags with or without quotes, any order, further fields as ListParts prints them, the bare list
 * or the whole input around it.
 */
export function readPartsFile(content: Uint8Array | string): PartsFile {
	const text = typeof content === 'string' ? content.replace(/^\ufeff/, '') : decoded(content);
	if (text === undefined) return wrong('The file is not text in UTF-8.');
	try {
		return partsOf(text, readJson(text));
	} catch (error) {
		if (!(error instanceof JsonProblem)) throw error;
		const hint = quotesWithinQuotes(text, error.at)
			? ' An ETag is written without quotes of its own, or with \\" for each.'
			: '';
		return wrong(`${placed(text, error.at)}${error.message}${hint}`);
	}
}

function decoded(bytes: Uint8Array): string | undefined {
	const [first, second] = bytes;
	const encoding =
		first === 0xff && second === 0xfe
			? 'utf-16le'
			: first === 0xfe && second === 0xff
				? 'utf-16be'
				: 'utf-8';
	try {
		return new TextDecoder(encoding, {fatal: true}).decode(bytes);
	} catch {
		return undefined;
	}
}

/** `"ETag": ""abc""`: the mistake that the quotes of an ETag invite. */
function quotesWithinQuotes(text: string, at: number): boolean {
	return /"ETag"\s*:\s*""$/.test(text.slice(0, at)) && !/^[\s,}]/.test(text.slice(at));
}

function wrong(...problems: string[]): PartsFile {
	return {kind: 'wrong', problems};
}

function placed(text: string, at: number): string {
	const {line, column} = placeIn(text, at);
	return `Line ${line}, column ${column}: `;
}

function partsOf(text: string, root: JsonNode): PartsFile {
	const list = listIn(root);
	if (list?.kind !== 'array')
		return wrong(
			`${placed(text, (list ?? root).at)}a list named "Parts" is expected: {"Parts": [{"PartNumber": 1, "ETag": "…"}]}.`,
		);
	const problems: string[] = [];
	let more = 0;
	// Finding the line of a problem reads the text up to it: it is done only for the problems that are shown.
	const tell = (at: number, sentence: () => string) => {
		if (problems.length < maxProblems) problems.push(`${placed(text, at)}${sentence()}`);
		else more++;
	};
	const byNumber = new Map<number, {part: NamedPart; at: number}>();
	for (const item of list.items) {
		const read = readPart(item);
		if ('problems' in read) {
			for (const {at, sentence} of read.problems) tell(at, () => sentence);
			continue;
		}
		const before = byNumber.get(read.partNumber);
		if (before === undefined) byNumber.set(read.partNumber, {part: read, at: item.at});
		else
			tell(
				item.at,
				() =>
					`part ${read.partNumber} is named twice, before in line ${placeIn(text, before.at).line}.`,
			);
	}
	if (list.items.length === 0) tell(list.at, () => 'the list names no part.');
	if (more > 0) return wrong(...problems, `And ${plural(more, 'problem')} more.`);
	if (problems.length > 0) return wrong(...problems);
	const parts = [...byNumber.values()].map(({part}) => part);
	return {kind: 'read', parts: parts.sort((a, b) => a.partNumber - b.partNumber)};
}

/** The list itself, in `Parts`, or in the `MultipartUpload` of a whole input of the CLI. */
function listIn(root: JsonNode): JsonNode | undefined {
	if (root.kind === 'array') return root;
	const inner = field(root, 'MultipartUpload')?.value;
	return field(inner ?? root, 'Parts')?.value;
}

/** The last one counts, as it does for every reader of JSON. */
function field(node: JsonNode, name: string): JsonMember | undefined {
	return node.kind === 'object' ? node.members.findLast(member => member.name === name) : undefined;
}

type Problem = {readonly at: number; readonly sentence: string};

function readPart(item: JsonNode): NamedPart | {readonly problems: readonly Problem[]} {
	if (item.kind !== 'object')
		return {problems: [{at: item.at, sentence: 'a part in braces is expected here.'}]};
	const problems: Problem[] = [];
	const numberField = field(item, 'PartNumber');
	const partNumber = numberOf(numberField?.value);
	const name = partNumber === undefined ? 'this part' : `part ${partNumber}`;
	if (partNumber === undefined)
		problems.push({
			at: numberField?.value.at ?? item.at,
			sentence:
				numberField === undefined
					? 'this part has no PartNumber.'
					: 'PartNumber is not a whole number from 1 to 10,000.',
		});
	const textOf = (named: string): string | undefined => {
		const value = field(item, named)?.value;
		if (value === undefined) return undefined;
		if (value.kind === 'value' && typeof value.value === 'string' && value.value.trim() !== '')
			return value.value.trim();
		problems.push({at: value.at, sentence: `the ${named} of ${name} is not a text, or is empty.`});
		return '';
	};
	const etag = textOf('ETag');
	if (etag === undefined) problems.push({at: item.at, sentence: `${name} has no ETag.`});
	const checksums: Record<string, string> = {};
	for (const checksum of checksumFields) {
		const value = textOf(checksum);
		if (value !== undefined) checksums[checksum] = value;
	}
	const unknown = item.members.find(member => isUnknownChecksum(member.name));
	if (unknown !== undefined)
		problems.push({
			at: unknown.value.at,
			sentence: `${name} has a checksum${/^\w{1,40}$/.test(unknown.name) ? ` (${unknown.name})` : ''} of an algorithm that this partway does not know: it cannot be sent.`,
		});
	if (problems.length > 0 || partNumber === undefined || etag === undefined) return {problems};
	return {partNumber, etag, checksums};
}

/** The Complete could not repeat it. ListParts of the AWS CLI names the algorithm and the type beside the parts. */
function isUnknownChecksum(name: string): boolean {
	return (
		/^Checksum(?!Algorithm$|Type$)/.test(name) && !checksumFields.some(field => field === name)
	);
}

/** A number, or digits in quotes. */
function numberOf(node: JsonNode | undefined): number | undefined {
	if (node?.kind !== 'value') return undefined;
	const {value} = node;
	const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
	const number = isNumber ? Number(value) : Number.NaN;
	return Number.isInteger(number) && number >= 1 && number <= 10_000 ? number : undefined;
}
