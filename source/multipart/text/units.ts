const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Bytes for a person: `2.9 GiB`, at most three digits before the unit. */
export function formatBytes(bytes: number): string {
	const {value, unit} = inUnit(bytes);
	const digits = unit === 'B' || value >= 99.95 ? 0 : 1;
	return `${value.toFixed(digits)} ${unit}`;
}

/** As `formatBytes`, without a fraction that is none: `5 MiB`. */
export function formatLimit(bytes: number): string {
	const {value, unit} = inUnit(bytes);
	return Number.isInteger(value) ? `${value} ${unit}` : formatBytes(bytes);
}

function inUnit(bytes: number): {value: number; unit: string} {
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < binaryUnits.length - 1) {
		value /= 1024;
		unit++;
	}
	return {value, unit: binaryUnits[unit] ?? ''};
}

/** As `formatBytes`; `unknown size` without a size. */
export function sizeOrUnknown(bytes: number | undefined): string {
	return bytes === undefined ? 'unknown size' : formatBytes(bytes);
}

/**
 * What listed sizes add up to: `2.9 GiB`; `at least 2.9 GiB` where some parts have no size, `unknown size` where
 * nothing is known.
 */
export function heldWords(bytes: number, lacksSizes: boolean | undefined): string {
	if (!lacksSizes) return formatBytes(bytes);
	return bytes === 0 ? 'unknown size' : `at least ${formatBytes(bytes)}`;
}

/** As `heldWords` in the eight cells of a column: `2.9 GiB+`, `?`. */
export function sizeCell(bytes: number, lacksSizes: boolean | undefined): string {
	if (!lacksSizes) return formatBytes(bytes);
	if (bytes === 0) return '?';
	const text = formatBytes(bytes);
	// One cell more than there is: without the fraction it is the least all the same.
	return `${text.length < 8 ? text : text.replace(/\.\d/, '')}+`;
}

/** A whole number with a comma between thousands: `1,284`. */
export function formatCount(count: number): string {
	return String(Math.trunc(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 upload`, `1,284 uploads`. */
export function plural(count: number, one: string, many = `${one}s`): string {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const ageUnits: ReadonlyArray<readonly [string, number]> = [
	['d', 86_400_000],
	['h', 3_600_000],
	['m', 60_000],
	['s', 1000],
];

/** Milliseconds as one unit, rounded down: `4 s`, `48 m`, `19 h`, `412 d`. */
export function formatAge(milliseconds: number): string {
	// Hours run to two days, since "1 d" hides half of one.
	for (const [unit, size] of ageUnits)
		if (milliseconds >= (unit === 'd' ? 2 : 1) * size)
			return `${formatCount(milliseconds / size)} ${unit}`;
	return '0 s';
}

/** Milliseconds that pass while one waits: `12 s`, `1 m 12 s`, `2 h 05 m`. */
export function formatElapsed(milliseconds: number): string {
	const seconds = Math.floor(milliseconds / 1000);
	const two = (value: number) => String(value).padStart(2, '0');
	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
	return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} m`;
}

/** A setting of some time, whole: `15 m`, `1 h 30 m`. */
export function formatSpan(milliseconds: number): string {
	const seconds = Math.floor(milliseconds / 1000);
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	const spans = [
		...(hours === 0 ? [] : [`${hours} h`]),
		...(minutes === 0 ? [] : [`${minutes} m`]),
		...(hours > 0 || seconds % 60 === 0 ? [] : [`${seconds % 60} s`]),
	];
	return spans.length === 0 ? '0 s' : spans.join(' ');
}

/** Absolute UTC to the second: `2026-09-14 02:11:07Z`. */
export function formatTime(time: number): string {
	return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** Bytes for a detail: rounded and exact. */
export function exactBytes(bytes: number): string {
	return bytes < 1000
		? plural(bytes, 'byte')
		: `${formatBytes(bytes)} (${formatCount(bytes)} bytes)`;
}
