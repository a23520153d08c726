/** What rclone's config file says: the options of each section by their names, and the numbers of lines, from 1, that say nothing. */
export type RcloneIni = {
	readonly sections: ReadonlyMap<string, ReadonlyMap<string, string>>;
	readonly noSettings: readonly number[];
};

/**
 * Reads the config file as rclone does: `=` or `:` behind a name, `#` or `;` opens a comment only at the start of a line,
 * and a value may stand between backticks or three quotes, up to the last of them. A section that is there twice is one.
 */
export function readRcloneIni(text: string): RcloneIni {
	const sections = new Map<string, Map<string, string>>();
	const noSettings: number[] = [];
	let section: Map<string, string> | undefined;
	for (const [at, raw] of text.split('\n').entries()) {
		const line = raw.trim();
		if (line === '' || /^[#;]/.test(line)) continue;
		const header = /^\[(.+)\]$/su.exec(line)?.[1]?.trim();
		if (header) {
			section = sections.get(header) ?? new Map();
			sections.set(header, section);
			continue;
		}
		const [, name, value] = /^([^=:]+)[=:](.*)$/su.exec(line) ?? [];
		if (name === undefined || value === undefined) noSettings.push(at + 1);
		else section?.set(name.trim(), unquoted(value.trim()));
	}
	return {sections, noSettings};
}

function unquoted(value: string): string {
	return /^(`|""")(.*)\1/su.exec(value)?.[2] ?? value;
}
