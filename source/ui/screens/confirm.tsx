import {plural} from '../../multipart/units.js';
import type {ReadMoreDialog, RemoveDialog} from '../../session/dialog-state.js';
import type {SessionState} from '../../session/state.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {Lines} from '../components/lines.js';
import {buttons, title} from '../dialog-lines.js';
import {useGlyphs} from '../presentation.js';

/** A look is a request: how many are sent is said before. */
export function ConfirmReadMore({state, dialog}: {state: SessionState; dialog: ReadMoreDialog}) {
	const glyphs = useGlyphs();
	return (
		<Lines
			width={state.size.columns}
			lines={[
				...title('Read the parts of all uploads?'),
				[
					{
						text: `   This sends ${plural(dialog.uploads, 'ListParts request')} or more: one for each upload, and one more for every 1,000 parts.`,
					},
				],
				[{text: '   esc in the list stops it; what was read stays.', role: 'dim'}],
				...buttons(dialog.focus, 'Read', glyphs),
			]}
		/>
	);
}

export function ConfirmRemove({state, dialog}: {state: SessionState; dialog: RemoveDialog}) {
	const glyphs = useGlyphs();
	return (
		<Lines
			width={state.size.columns}
			lines={[
				...title(`Remove the connection ${escapeForTerminal(dialog.name)}?`),
				[{text: '   It is taken out of the config of partway; nothing happens on the server.'}],
				...buttons(dialog.focus, 'Remove', glyphs),
			]}
		/>
	);
}
