import {knownService, type ServiceId} from './known-services.js';
import {expiryInWords} from './service.js';
import {plural} from './units.js';

/** What a person who works with a service ought to know of it, as sentences; empty where nothing is known. */
export function serviceWords(id: ServiceId): readonly string[] {
	const {
		name,
		listing = [],
		prefixListing,
		ownExpiry,
		equalParts,
		limits,
		conditionalComplete,
	} = knownService(id);
	const expiry = expiryInWords({name, ownExpiry: ownExpiry?.is});
	const {maxPartCount} = limits?.is ?? {};
	return [
		...listing.map(({is}) => is),
		...(prefixListing === undefined ? [] : [prefixListing.is]),
		...(expiry === undefined ? [] : [`${expiry}.`]),
		...(equalParts?.is ? ['All parts but the last must be of one size.'] : []),
		...(maxPartCount === undefined
			? []
			: [`An upload holds ${plural(maxPartCount, 'part')} at most.`]),
		...(id === 'other' ? [] : [overwriting(conditionalComplete?.is)]),
	];
}

function overwriting(conditional: 'enforced' | 'ignored' | undefined): string {
	switch (conditional) {
		case 'enforced':
			return 'It refuses a Complete that would overwrite an object (If-None-Match).';
		case 'ignored':
			return 'It does not heed If-None-Match: a writer between the last look and the Complete is overwritten.';
		case undefined:
			return 'Whether it heeds If-None-Match on a Complete is not known.';
	}
}
