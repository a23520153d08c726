/** The settings of one section; a nested one is under `s3.endpoint_url`. */
export type Section = ReadonlyMap<string, string>;

/** The parsed file: a section by its header, that of `[profile x]` being `profile.x`. */
export type IniFile = ReadonlyMap<string, Section>;

/** The SDK reads no other names behind a type, so they could not be used. */
const typedHeader = /^([\w-]+)\s(["']?)([\w@+.%:/-]+)\2$/;
const types = ['profile', 'services', 'sso-session'];

/**
 * Reads the format of the AWS shared config and credentials files as the SDK does: `;` and `#` open
 * a comment at the start of a line or behind a space; `name =` without a value opens a nested group,
 * whose lines are indented; the last setting of a name counts.
 * Format: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function parseAwsIni(text: string): IniFile {
	const file = new Map<string, Map<string, string>>();
	let header: string | undefined;
	let group: string | undefined;
	for (const line of text.split(/\r?\n/)) {
		const content = line.replace(/(?:^|\s)[;#].*$/u, '').trim();
		if (content.startsWith('[') && content.endsWith(']')) {
			header = headerOf(content.slice(1, -1));
			group = undefined;
			continue;
		}
		const equals = content.indexOf('=');
		if (header === undefined || equals < 1) {
			continue;
		}
		const name = content.slice(0, equals).trim();
		const value = content.slice(equals + 1).trim();
		if (value === '') {
			group = name;
			continue;
		}
		if (!/^\s/u.test(line)) {
			group = undefined;
		}
		// A section is there once it holds a setting.
		const section = file.get(header) ?? new Map<string, string>();
		file.set(header, section);
		section.set(group === undefined ? name : `${group}.${name}`, value);
	}
	return file;
}

/** Undefined for a type that nobody knows: its settings belong to nothing. */
function headerOf(written: string): string | undefined {
	const [, type, , name] = typedHeader.exec(written) ?? [];
	if (type === undefined) {
		return written;
	}
	return types.includes(type) ? `${type}.${name}` : undefined;
}
