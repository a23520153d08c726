import type {Screen} from '../../session/core/state.js';
import {bucketsView} from './buckets/buckets.js';
import {connectionsView} from './connections/picker.js';
import {historyView} from './history/history.js';
import {partsView} from './parts/parts.js';
import {rulesView} from './rules/rules.js';
import type {ScreenView} from './screen-view.js';
import {uploadsView} from './uploads/uploads.js';

/** How each kind of screen is drawn. A new one is a file and a line here, as in `session/core/screens.ts`. */
const views: {
	readonly [K in Screen['kind']]: ScreenView<Extract<Screen, {kind: K}>>;
} = {
	connections: connectionsView,
	buckets: bucketsView,
	uploads: uploadsView,
	parts: partsView,
	history: historyView,
	rules: rulesView,
};

/** The record of a screen. */
export function viewOf<S extends Screen>({kind}: S): ScreenView<S> {
	return views[kind] as unknown as ScreenView<S>;
}
