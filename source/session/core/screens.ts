import {bucketsScreen} from '../buckets/buckets.js';
import {connectionsScreen} from '../connections/picker.js';
import {historyScreen} from '../history/history.js';
import {partsScreen} from '../parts/parts.js';
import {rulesScreen} from '../rules/rules.js';
import {uploadsScreen} from '../uploads/uploads.js';
import type {ScreenRecord} from './screen-record.js';
import type {Screen} from './state.js';

/** Every kind of screen. A new one is a file, a line here, and one each in `reads.ts` and `ui/screens/views.ts`. */
export const screenRecords: {
	readonly [K in Screen['kind']]: ScreenRecord<Extract<Screen, {kind: K}>>;
} = {
	connections: connectionsScreen,
	buckets: bucketsScreen,
	uploads: uploadsScreen,
	parts: partsScreen,
	history: historyScreen,
	rules: rulesScreen,
};

/** The record of a screen's kind. */
export function screenRecord<S extends Screen>({kind}: S): ScreenRecord<S> {
	return screenRecords[kind] as unknown as ScreenRecord<S>;
}
