import {destinationFindings} from './destination-findings.js';
import type {ChosenParts, Finding} from './finding.js';
import {livenessFindings} from './liveness-findings.js';
import {checksumFindings, partFindings} from './part-findings.js';
import {sizeFindings} from './size-findings.js';

/** Everything that speaks for care before a Complete, in no order. */
export function completionFindings(chosen: ChosenParts): Finding[] {
	return [
		...partFindings(chosen),
		...sizeFindings(chosen),
		...checksumFindings(chosen),
		...destinationFindings(chosen),
		...livenessFindings(chosen),
	];
}
