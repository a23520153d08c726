import {formatBytes} from '../../multipart/text/units.js';
import {findAct} from '../acts/act-changes.js';
import type {ActId, RescueAct} from '../acts/acts-state.js';
import type {SessionState} from '../core/state.js';

/** The rescue that a dialog shows. */
export function shownRescue(
	state: SessionState,
	{act}: {readonly act: ActId},
): RescueAct | undefined {
	return findAct(state, act, 'rescue');
}

/** Whether it ended before its end, and the same rescue begun again goes on with what is left. */
export function canBeginAgain({result}: RescueAct): boolean {
	return result !== undefined && ['stopped', 'failed', 'refused', 'changed'].includes(result.kind);
}

/** `62 % of 1.2 GiB`: how it stands, in a few words. */
export function rescueStandWords({pace, state}: RescueAct): string {
	const {bytesDone = 0, bytesTotal = 0, phase = 'reading'} = pace ?? {};
	const still = phase === 'completing' ? 'completing' : 'reading its parts';
	const words =
		bytesTotal === 0
			? still
			: `${Math.floor((100 * bytesDone) / bytesTotal)} % of ${formatBytes(bytesTotal)}`;
	return state === 'running' ? words : `${state}, ${words}`;
}
