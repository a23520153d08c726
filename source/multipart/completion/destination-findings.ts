import type {ServiceFacts} from '../services/service.js';
import type {Seen, SeenObject} from './evidence.js';
import type {ChosenParts, Finding, FindingFacts} from './finding.js';

/** What the key says: whether it is certain, what is there, and who keeps a writer in between away. */
export function destinationFindings(chosen: ChosenParts): Finding[] {
	return [...aboutKey(chosen), ...aboutObject(chosen), ...aboutGuard(chosen)].map(found => ({
		...found,
		partNumbers: [],
	}));
}

type Found = FindingFacts & Omit<Finding, 'partNumbers' | 'code'>;

function aboutKey({target, uploadKeyCertain}: ChosenParts): Found[] {
	if (uploadKeyCertain && target.key !== '' && target.uploadId !== '') return [];
	return [{level: 'blocks', code: 'key-uncertain'}];
}

function aboutObject({facts, existing, overwrite, unconditional}: ChosenParts): Found[] {
	if (existing === undefined) return [];
	const isReplaced = overwrite === true;
	const level = isReplaced ? 'warns' : 'blocks';
	if (existing === 'denied') {
		// An object that nobody sees is replaced as well as one that is seen, unless the service refuses to.
		const isAtRisk = unconditional === true || !isGuarded(facts, existing, overwrite);
		return [{level: isAtRisk ? level : 'warns', code: 'destination-not-seen', isAtRisk}];
	}
	return [{level, code: 'object-exists', object: existing, isReplaced}];
}

function aboutGuard({facts, existing, overwrite, unconditional}: ChosenParts): Found[] {
	if (unconditional) return [{level: 'warns', code: 'unconditional'}];
	if (isGuarded(facts, existing, overwrite)) return [];
	const replaces = overwrite === true && isObject(existing);
	const {name: service} = facts;
	const kept = conditionOf(facts, existing, overwrite);
	if (kept === 'never-met' || kept === 'refused')
		return [{level: 'warns', code: 'condition-refused', service, replaces, mayBeRefused: true}];
	const named = kept === 'unknown' ? {} : {service};
	return [{level: 'notes', code: 'not-enforced', ...named, replaces}];
}

/** What the service does with the condition that goes with a Complete: If-Match where an object is replaced, else If-None-Match. */
function conditionOf(
	{ifNoneMatch, ifMatch}: Pick<ServiceFacts, 'ifNoneMatch' | 'ifMatch'>,
	existing: Seen,
	overwrite: boolean | undefined,
): ServiceFacts['ifMatch'] {
	if (!overwrite || !isObject(existing)) return ifNoneMatch;
	// If-Match needs the ETag of what was seen: without it no condition goes.
	return existing.etag === undefined ? 'ignored' : ifMatch;
}

/** Whether the service itself keeps an object away from being replaced that was not seen. */
export function isGuarded(
	facts: Pick<ServiceFacts, 'ifNoneMatch' | 'ifMatch'>,
	existing: Seen,
	overwrite: boolean | undefined,
): boolean {
	return conditionOf(facts, existing, overwrite) === 'enforced';
}

function isObject(seen: Seen): seen is SeenObject {
	return typeof seen === 'object';
}
