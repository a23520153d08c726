import {plainXml} from '../gateway/names.js';
import {cutText} from './cut-text.js';
import {leavesOf} from './leaves.js';
import {localNames, rootOf} from './local-names.js';

/** Bytes: the longest error document of S3 has about one thousand, and a message of its longest length fits beside it. */
const longestError = 16_384;

/**
 * The body of an error answer, short enough to be kept, logged and read. Of an error document: its elements that hold text,
 * each once, code and message cut, so that one that cannot be read costs nothing but itself. Of anything else,
 * such as a proxy's page, nothing where it is long or could be taken for an error.
 */
export function shortError(body: string): string {
	const plain = localNames(plainXml(body));
	const texts = leavesOf(plain);
	const hasCode = texts.has('Code');
	// The SDK would take the Code of any element for that of an error.
	if (!hasCode || /^html$/i.test(rootOf(plain) ?? 'html'))
		return hasCode || body.length > longestError ? '' : body;
	let left = longestError;
	const kept = [...texts].flatMap(([element, text]) => {
		// What is compared is kept whole: the names of what was asked for.
		const isName = element === 'Key' || element === 'UploadId';
		const kind = element === 'Code' ? 'code' : isName ? 'location' : 'message';
		const written = `<${element}>${cutText(text, kind)}</${element}>`;
		left -= written.length;
		return left < 0 ? [] : [written];
	});
	return `<Error>${kept.join('')}</Error>`;
}
