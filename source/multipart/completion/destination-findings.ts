import {plainEtag} from '../etag.js';
import type {ServiceFacts} from '../services/service.js';
import {formatTime, sizeOrUnknown} from '../text/units.js';
import type {Seen, SeenObject} from './evidence.js';
import type {ChosenParts, Finding} from './finding.js';

/** What the key says: whether it is certain, what is there, and who keeps a writer in between away. */
export function destinationFindings(chosen: ChosenParts): Finding[] {
	return [...aboutKey(chosen), ...aboutObject(chosen), ...aboutGuard(chosen)].map(found => ({
		...found,
		partNumbers: [],
	}));
}

type Found = Omit<Finding, 'partNumbers'>;

function aboutKey({target, uploadKeyCertain}: ChosenParts): Found[] {
	if (uploadKeyCertain && target.key !== '' && target.uploadId !== '') return [];
	return [
		{
			level: 'blocks',
			code: 'key-uncertain',
			sentence:
				'The listing could not carry this key for certain: acting on it could hit another object.',
		},
	];
}

function aboutObject({existing, overwrite}: ChosenParts): Found[] {
	if (existing === undefined) return [];
	if (existing === 'denied')
		return [
			{
				level: 'warns',
				code: 'destination-not-seen',
				sentence:
					'Looking at this key is not allowed (HeadObject): whether an object is there is not known.',
			},
		];
	const what = `An object of ${describe(existing)} is at this key`;
	return [
		overwrite
			? {level: 'warns', code: 'object-exists', sentence: `${what}: completing replaces it.`}
			: {
					level: 'blocks',
					code: 'object-exists',
					sentence: `${what} already: completing would replace it.`,
				},
	];
}

/** `3.0 MiB from 2026-09-14 02:11:07Z, ETag …`; an ETag of a foreign form is not repeated. */
function describe({size, lastModified, etag}: SeenObject): string {
	const date = lastModified === undefined ? '' : ` from ${formatTime(lastModified)}`;
	const plain = plainEtag(etag);
	return `${sizeOrUnknown(size)}${date}${plain === undefined ? '' : `, ETag ${plain},`}`;
}

function aboutGuard({facts, existing, overwrite, unconditional}: ChosenParts): Found[] {
	if (unconditional)
		return [
			{
				level: 'warns',
				code: 'unconditional',
				sentence:
					'It is sent without a condition: what somebody writes to this key between the last look and the Complete is overwritten.',
			},
		];
	if (isGuarded(facts, existing, overwrite)) return [];
	const rule =
		overwrite && isObject(existing) ? 'only if this object is there' : 'only if nothing is there';
	const kept = conditionOf(facts, existing, overwrite);
	if (kept === 'never-met' || kept === 'refused')
		return [
			{
				level: 'warns',
				code: 'condition-refused',
				sentence: `${facts.name} refuses the condition "${rule}" whatever is there: it has to be sent without it.`,
				mayBeRefused: true,
			},
		];
	const sentence =
		kept === 'unknown'
			? `Whether the service enforces "${rule}" is not known: a writer in between might be overwritten.`
			: `${facts.name} does not enforce "${rule}": a writer in between would be overwritten.`;
	return [{level: 'notes', code: 'not-enforced', sentence}];
}

/** What the service does with the condition that goes with a Complete: If-Match where an object is replaced, else If-None-Match. */
export function conditionOf(
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
