const isoDate =
	/^\s*(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?) ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?: [A-Z]{3,4})?)\s*$/i;

/** As S3 writes dates in XML. Milliseconds since the epoch; NaN for what is no date with a zone, and for a day that no month has. */
export function isoTime(text: string): number {
	const [, year, month, day, time, zone] = isoDate.exec(text) ?? [];
	const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	if (!(Number(day) >= 1 && Number(day) <= days)) return Number.NaN;
	return Date.parse(
		`${year}-${month}-${day}T${time}${/^[+-]\d{2}:?\d{2}/.exec(zone ?? '')?.[0] ?? 'Z'}`,
	);
}

/** `Mon, 30 Nov 2026 10:11:12 GMT`, `Monday, 30-Nov-26 10:11:12 GMT`; the comma and the day of the week may be missing. */
const httpDate =
	/^(?:[a-z]{3,9},? )?(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{4}|\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.\d+)? ?(GMT|UTC|Z|[+-]\d{2}:?\d{2})$/i;

/** `Mon Nov 30 10:11:12 2026`: C's asctime, in GMT (RFC 9110, 5.6.7). */
const asctime =
	/^(?:[a-z]{3} )([a-z]{3}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:GMT |UTC )?(\d{4})$/i;

const months = 'janfebmaraprmayjunjulaugsepoctnovdec';

/**
 * The time that a header names in whatever form it is written: those of HTTP, of XML, what programs print, and
 * seconds or milliseconds since the epoch. Milliseconds since the epoch; NaN for what is no date, or has no zone.
 */
export function headerTime(value: string): number {
	const text = value.trim();
	if (/^\d{10}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
	if (/^\d{13}$/.test(text)) return Number(text);
	const [, day, month, year, ...rest] = httpDate.exec(text) ?? [];
	if (day !== undefined) return timeIn(year, month, day, rest);
	const [, monthOf, dayOf, hour, minute, second, yearOf] = asctime.exec(text) ?? [];
	if (dayOf !== undefined) return timeIn(yearOf, monthOf, dayOf, [hour, minute, second, 'Z']);
	return isoTime(text);
}

function timeIn(
	year = '',
	month = '',
	day = '',
	[hour, minute, second, zone = 'Z']: readonly (string | undefined)[],
): number {
	const at = months.indexOf(month.toLowerCase());
	// A year of two digits that looks far ahead is of the last century (RFC 9110, 5.6.7); S3 is of this one.
	const full = year.length === 2 ? `20${year}` : year;
	const number = at < 0 || at % 3 !== 0 ? 'none' : String(at / 3 + 1).padStart(2, '0');
	return isoTime(`${full}-${number}-${day.padStart(2, '0')}T${hour}:${minute}:${second}${zone}`);
}
