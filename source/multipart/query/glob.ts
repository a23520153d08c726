/**
 * Whether a text fits a pattern as a whole: `*` stands for anything, `?` for one character. In time
 * that grows with the product of both lengths at most, unlike a regular expression: it is typed by people
 * and run over every key.
 */
export function globMatcher(glob: string): (text: string) => boolean {
	const pattern = [...glob.replace(/\*+/g, '*')];
	return text => {
		let at = 0;
		let place = 0;
		/** Where the last star stands, and where in the text it was tried to end. */
		let star = -1;
		let tried = 0;
		while (at < text.length) {
			const sign = text.codePointAt(at)! > 0xffff ? text.slice(at, at + 2) : text.charAt(at);
			const wanted = pattern[place];
			if (wanted === '*') {
				star = place++;
				tried = at;
			} else if (wanted === sign || wanted === '?') {
				place++;
				at += sign.length;
			} else if (star >= 0) {
				// The star takes one character more.
				tried += text.codePointAt(tried)! > 0xffff ? 2 : 1;
				at = tried;
				place = star + 1;
			} else return false;
		}
		return pattern.slice(place).every(sign => sign === '*');
	};
}
