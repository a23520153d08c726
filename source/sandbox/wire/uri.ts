import {S3Error} from '../errors.js';

const strictUtf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
 * Undoes percent-encoding byte for byte: nothing is normalised, so `.`, `..` and `//` stay what
 * they are. Throws InvalidURI where the escapes or the UTF-8 are broken.
 */
export function percentDecode(text: string): string {
	if (!text.includes('%')) return text;
	const bytes = Buffer.from(text, 'latin1');
	const decoded = Buffer.alloc(bytes.length);
	let length = 0;
	for (let index = 0; index < text.length; index++) {
		if (text[index] === '%') {
			const hex = text.slice(index + 1, index + 3);
			if (!/^[\da-f]{2}$/i.test(hex)) throw invalidUri(text);
			decoded[length++] = Number.parseInt(hex, 16);
			index += 2;
		} else {
			decoded[length++] = bytes[index]!;
		}
	}
	try {
		return strictUtf8.decode(decoded.subarray(0, length));
	} catch {
		throw invalidUri(text);
	}
}

/** RFC 3986 encoding as Signature Version 4 wants it: all but the unreserved, in upper case. */
export function percentEncode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/**
 * What `encoding-type=url` makes of a key on AWS: a form's encoding, in which a space is `+`, `*`
 * stays and `~` does not, with the slashes left alone.
 */
export function formEncode(text: string): string {
	return percentEncode(text)
		.replaceAll('%20', '+')
		.replaceAll('%2A', '*')
		.replaceAll('~', '%7E')
		.replaceAll('%2F', '/');
}

function invalidUri(uri: string): S3Error {
	return new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.", {URI: uri});
}
