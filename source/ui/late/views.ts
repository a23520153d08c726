import {historyView} from '../screens/history/history.js';
import {partsView} from '../screens/parts/parts.js';
import {rulesView} from '../screens/rules/rules.js';
import type {LateScreens} from '../screens/screen-view.js';

export {spokenPieces} from '../components/spoken.js';
export {dialogViewOf} from '../dialogs/registry.js';

/** How each kind of screen is drawn that is opened from another one. */
export const lateScreens: LateScreens = {
	parts: partsView,
	history: historyView,
	rules: rulesView,
};
