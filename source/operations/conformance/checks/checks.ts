import {abortingChecks} from './aborting.js';
import {completingChecks} from './completing.js';
import {keyChecks} from './keys.js';
import {listingChecks} from './listing.js';
import {partsChecks} from './parts.js';
import {serviceChecks} from './service.js';

/** All checks, in the order of a run. */
export const checks = [
	...serviceChecks,
	...listingChecks,
	...keyChecks,
	...partsChecks,
	...completingChecks,
	...abortingChecks,
] as const;

export type CheckId = (typeof checks)[number]['id'];
