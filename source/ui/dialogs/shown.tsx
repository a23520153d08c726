import type {SessionState} from '../../session/core/state.js';
import type {Rows} from '../../session/core/step.js';
import type {Dialog, DialogKind} from '../../session/dialogs/dialog.js';
import {Panel} from '../components/panel.js';
import {rowsOf} from '../components/segments.js';
import {useSpinner} from '../components/spinner.js';
import {useGlyphs} from '../frame/presentation.js';
import type {DialogView} from './dialog-view.js';

/** The dialog over the screen. */
export function ShownDialog({
	state,
	dialog,
	view,
	rows,
	height,
}: {
	state: SessionState;
	dialog: Dialog;
	view: DialogView<DialogKind>;
	rows: Rows;
	height: number;
}) {
	const {draw, turns} = view;
	const glyphs = useGlyphs();
	const spinner = useSpinner(turns?.(dialog, state) ?? false, glyphs);
	const {columns: width} = state.size;
	const {body, foot = [], keep} = draw(dialog, state, {width, glyphs, spinner}, rows);
	return (
		<Panel body={rowsOf(body)} foot={rowsOf(foot)} width={width} height={height} keep={keep} />
	);
}
