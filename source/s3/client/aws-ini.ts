/** The settings of one section, by their names in small letters; a nested one is under `s3.endpoint_url`. */
export type Section = ReadonlyMap<string, string>;

/** The parsed file: a section by its header, that of `[profile x]` being `profile.x`. */
export type IniFile = ReadonlyMap<string, Section>;

/** The same, and what of it nobody reads. */
export type ReadIni = {
	readonly file: IniFile;
	/** Headers of profiles whose name has blanks and stands in no quotes, by that name. */
	readonly unquoted: ReadonlyMap<string, string>;
	/** Numbers of lines that are no setting, from 1. */
	readonly noSettings: readonly number[];
};

const typed = /^(profile|services|sso-session)\s+(.+)$/su;
const oneWord = /^(?:"([^"]*)"|'([^']*)'|((?:[^\s"'\\]|\\.)+))$/su;

/**
 * Reads the format of the AWS shared config and credentials files as botocore does, and what the AWS SDK for
 * JavaScript reads beyond that: `=` or `:` behind a name, in letters of any size; `name =` without a value opens a nested
 * group of the lines that are indented further; a name with blanks stands in quotes, and `[DEFAULT]` holds for every section.
 * `;` and `#` open a comment at the start of a line or behind a space, but not in a command, which may need them.
 * Formats: botocore/configloader.py, Python's configparser, https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function readAwsIni(text: string): ReadIni {
	const file = new Map<string, Map<string, string>>();
	const unquoted = new Map<string, string>();
	const noSettings: number[] = [];
	let header: string | undefined;
	let group: {readonly name: string; readonly indent: number} | undefined;
	for (const [at, line] of text
		.replace(/^\ufeff/, '')
		.split(/\r\n|\n|\r/)
		.entries()) {
		const content = contentOf(line);
		if (content === '') continue;
		if (content.startsWith('[') && content.endsWith(']')) {
			const written = content.slice(1, -1).trim();
			header = headerOf(written);
			if (header === undefined) unquoted.set(typed.exec(written)?.[2] ?? written, written);
			group = undefined;
			continue;
		}
		const indent = line.length - line.trimStart().length;
		const isNested: boolean = group !== undefined && indent > group.indent;
		const setting = splitSetting(content, isNested);
		if (setting === undefined) {
			noSettings.push(at + 1);
			continue;
		}
		if (!isNested) group = undefined;
		if (header === undefined) continue;
		const {name, value} = setting;
		if (value === '') {
			group ??= {name, indent};
			continue;
		}
		// A section is there once it holds a setting.
		const section = file.get(header) ?? new Map<string, string>();
		file.set(header, section);
		section.set(group === undefined ? name : `${group.name}.${name}`, value);
	}
	return {file: withDefaults(file), unquoted, noSettings};
}

function contentOf(line: string): string {
	const whole = line.trim();
	if (/^[;#]/.test(whole)) return '';
	return /^credential_process\s*[=:]/i.test(whole) ? whole : whole.replace(/\s[;#].*$/u, '').trim();
}

/** In a group only `=` counts for botocore; a `:` would break its reading, and is plain to read. */
function splitSetting(content: string, isNested: boolean) {
	const equals = content.indexOf('=');
	const at = isNested && equals > 0 ? equals : content.search(/[=:]/);
	if (at < 1) return undefined;
	return {
		name: content.slice(0, at).trim().toLowerCase(),
		value: content.slice(at + 1).trim(),
	};
}

/** Undefined for a name of several words without quotes: botocore makes no profile of it. */
function headerOf(written: string): string | undefined {
	const [, type, rest] = typed.exec(written) ?? [];
	if (type === undefined || rest === undefined) return written;
	const word = oneWord.exec(rest.trim());
	if (word === null) return undefined;
	return `${type}.${word[1] ?? word[2] ?? word[3]?.replace(/\\(.)/gsu, '$1')}`;
}

function withDefaults(file: ReadonlyMap<string, Map<string, string>>): IniFile {
	const defaults = file.get('DEFAULT');
	if (defaults === undefined) return file;
	return new Map(
		[...file]
			.filter(([header]) => header !== 'DEFAULT')
			.map(([header, section]) => [header, new Map([...defaults, ...section])]),
	);
}
