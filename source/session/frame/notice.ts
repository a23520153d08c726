import type {Notice, SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';

/** How long a notice stays, in milliseconds; one about a failure stays until it is dismissed. */
const noticeTime = 5000;

/** Shows a notice in place of the one before. */
export function withNotice(
	state: SessionState,
	text: string,
	tone: Notice['tone'] = 'info',
	about?: Notice['about'],
): Step {
	const id = state.nextNoticeId;
	const shown = {...state, nextNoticeId: id + 1, notice: {id, text, tone, about}};
	return tone === 'bad' ? step(shown) : step(shown, {type: 'end-notice', id, after: noticeTime});
}
