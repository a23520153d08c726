import type {Notice, SessionState} from './state.js';
import {type Step, step} from './step.js';

/** How long a notice stays, in milliseconds; one that tells of a failure stays until it is dismissed. */
const noticeTime = 5000;

/** Shows a notice in place of the one before. */
export function withNotice(state: SessionState, text: string, tone: Notice['tone'] = 'info'): Step {
	if (tone === 'bad')
		return step({...state, notice: {text, tone, until: Number.POSITIVE_INFINITY}});
	const until = state.now + noticeTime;
	return step(
		{...state, notice: {text, tone, until}},
		{type: 'notice-timeout', milliseconds: noticeTime},
	);
}
