const ageUnits: Readonly<Record<string, number>> = {
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 7 * 86_400_000,
	y: 365 * 86_400_000,
};

/** `30d`, `12h`, `90m`, `2w`, `1y`: milliseconds; undefined when it is none. */
export function parseAge(text: string): number | undefined {
	const [, number, unit] = /^(\d+(?:\.\d+)?)([smhdwy])$/.exec(text) ?? [];
	const size = unit === undefined ? undefined : ageUnits[unit];
	return size === undefined ? undefined : Number(number) * size;
}

const sizePowers = ['', 'k', 'm', 'g', 't', 'p', 'e'];

/** `1GiB`, `1.5g` (both of 1024), `5MB` (of 1000), `300`: bytes; undefined when it is none. */
export function parseSize(text: string): number | undefined {
	const [, number, unit = '', rest = ''] =
		/^(\d+(?:\.\d+)?)\s?([kmgtpe]?)(i?b)?$/i.exec(text) ?? [];
	if (number === undefined) return undefined;
	const decimal = unit !== '' && rest.toLowerCase() === 'b';
	const power = sizePowers.indexOf(unit.toLowerCase());
	return Math.round(Number(number) * (decimal ? 1000 : 1024) ** power);
}

/** A whole number, with or without commas between thousands. */
export function parseCount(text: string): number | undefined {
	return /^\d{1,3}(,\d{3})+$|^\d+$/.test(text) ? Number(text.replaceAll(',', '')) : undefined;
}
