import {knownService} from '../multipart/services/known-services.js';
import type {ServiceFacts} from '../multipart/services/service.js';
import type {ServiceId} from '../multipart/services/service-table.js';
import type {KnownService} from '../multipart/services/types.js';
import {plural} from '../multipart/text/units.js';

/** What a person who works with a service ought to know of it, as sentences; empty where nothing is known. */
export function serviceWords(id: ServiceId): readonly string[] {
	const {
		name,
		listing,
		prefixListing,
		ownExpiry,
		equalParts,
		limits,
		ifNoneMatch,
		ifMatch,
		versions = {},
	} = knownService(id);
	const expiry = expiryInWords({name, ownExpiry: ownExpiry?.is});
	const {maxPartCount} = limits?.is ?? {};
	return [
		...[listing, prefixListing].flatMap(fact => fact?.is ?? []),
		...(expiry === undefined ? [] : [`${expiry}.`]),
		...(equalParts?.is ? ['All parts but the last must be of one size.'] : []),
		...(maxPartCount === undefined
			? []
			: [`An upload can have at most ${plural(maxPartCount, 'part')}.`]),
		...(id === 'other' ? [] : overwriting({ifNoneMatch, ifMatch}, versions)),
	];
}

type Conditions = Pick<KnownService, 'ifNoneMatch' | 'ifMatch'>;

/** What keeps an object from being overwritten, for each version that differs in it. */
function overwriting(ofAll: Conditions, versions: NonNullable<KnownService['versions']>): string[] {
	const known = Object.entries(versions).filter(([, {ifNoneMatch}]) => ifNoneMatch !== undefined);
	return known.length === 0
		? [inWords('It', ofAll)]
		: known.map(([name, facts]) => inWords(`In version ${name} it`, facts));
}

function inWords(who: string, {ifNoneMatch, ifMatch}: Conditions): string {
	switch (ifNoneMatch?.is) {
		case 'enforced': {
			const refuses = `${who} refuses a Complete that would overwrite an object (If-None-Match)`;
			return ifMatch?.is === 'never-met'
				? `${refuses}, and every Complete with If-Match.`
				: `${refuses}.`;
		}
		case 'ignored':
			return `${who} ignores If-None-Match: an object written between the last check and the Complete is overwritten.`;
		case 'never-met':
		case 'refused':
			return `${who} refuses every Complete with If-None-Match.`;
		case undefined:
			return 'It is unknown whether it supports If-None-Match on a Complete.';
	}
}

/** When the service aborts uploads by itself, in a sentence; undefined where it does not, or that is not known. */
export function expiryInWords({
	name,
	ownExpiry,
}: Pick<ServiceFacts, 'name' | 'ownExpiry'>): string | undefined {
	if (ownExpiry === undefined) return undefined;
	const {days, changeable} = ownExpiry;
	const unless = changeable ? ', unless changed' : '';
	return `${name} aborts uploads by itself ${plural(days, 'day')} after they began${unless}`;
}
