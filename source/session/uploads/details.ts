import type {SessionState, UploadsScreen} from '../core/state.js';
import {type Step, stepOn} from '../core/step.js';
import {clampCursor} from '../frame/list-cursor.js';
import {rememberInView} from '../frame/remembered.js';
import {key} from '../keys/binding.js';
import {uploadsHeight} from './uploads-layout.js';
import {readVisible} from './view.js';

export const detailsKey = key<UploadsScreen>(
	'i',
	'details',
	'Show or hide details of the upload under the cursor',
	toggleDetails,
	{priority: 6},
);

function toggleDetails(state: SessionState, screen: UploadsScreen): Step {
	const toggled = {...screen, details: !screen.details};
	const cursor = clampCursor(screen.cursor, screen.shown, uploadsHeight(state, toggled));
	const changed = {...toggled, cursor};
	const {details} = toggled;
	const [remembered, effects] = rememberInView(state, {kind: 'shown', details});
	return stepOn(remembered, changed, readVisible(remembered, changed), ...effects);
}
