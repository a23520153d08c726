/** What a terminal might obey or that turns text around; JSON has another way to write each. */
const unsafe = /[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** JSON on one line that does nothing to a terminal; read again it is the same. */
export function safeJson(value: object): string {
	return JSON.stringify(value).replace(
		unsafe,
		sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
