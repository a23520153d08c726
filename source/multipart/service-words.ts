import {knownService, type ServiceId} from './known-services.js';
import {plural} from './units.js';

/** What a person who works with a service ought to know of it, as sentences; empty where nothing is known. */
export function serviceWords(id: ServiceId): readonly string[] {
	const {listing = [], ownExpiry, conditionalComplete, equalParts, limits} = knownService(id);
	const {maxPartCount} = limits?.is ?? {};
	return [
		...listing.map(({is}) => is),
		...(ownExpiry === undefined
			? []
			: [
					`It aborts an upload by itself ${plural(ownExpiry.is.days, 'day')} after it was initiated${ownExpiry.is.changeable ? ', unless a rule says otherwise' : ''}.`,
				]),
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
