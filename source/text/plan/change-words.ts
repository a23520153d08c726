import type {PlanChange} from '../../multipart/completion/changes.js';
import {sizeOrUnknown} from '../../multipart/text/units.js';
import {partsSubject} from '../../multipart/text/words.js';

/** What changed since a plan, as a sentence. */
export function changeWords(change: PlanChange): string {
	switch (change.code) {
		case 'landed':
			return `${partsSubject(change.partNumbers, ['has', 'have'])} landed since.`;
		case 'replaced':
			return `${partsSubject(change.partNumbers, ['was', 'were'])} uploaded again.`;
		case 'removed':
			return `${partsSubject(change.partNumbers, ['is', 'are'])} no longer listed.`;
		case 'active-now':
			return 'It is active now: somebody may still be uploading.';
		case 'activity-unknown-now':
			return 'Whether somebody is still uploading is unknown now.';
		case 'denied-now':
			return 'HeadObject on the key is no longer allowed.';
		case 'nothing-there':
			return 'HeadObject on the key is allowed now: nothing is there.';
		case 'object-gone':
			return 'The object that was at the key is gone.';
		case 'checksum-type':
			return 'The checksum type of the upload has changed.';
		case 'object-new':
			return `An object of ${sizeOrUnknown(change.size)} appeared at the key.`;
		case 'object-seen':
			return `HeadObject on the key is allowed now: an object of ${sizeOrUnknown(change.size)} is there.`;
		case 'object-other':
			return `Another object, of ${sizeOrUnknown(change.size)}, is at the key now.`;
	}
}
