import {plural} from '../../../multipart/text/units.js';

import {escapeForTerminal} from '../../../terminal/escape.js';
import {wrapText} from '../../../terminal/wrap.js';
import {Panel} from '../../components/panel.js';
import {useGlyphs} from '../../frame/presentation.js';
import {buttons, exactly, fact, title, warning} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** A look is a request: how many are sent is said before. */
export function ConfirmReadMore({state, dialog, height}: DialogProps<'read-more'>) {
	const glyphs = useGlyphs();
	return (
		<Panel
			width={state.size.columns}
			height={height}
			body={[
				...title('Read the parts of all uploads?'),
				...wrapText(
					`This sends ${plural(dialog.uploads, 'ListParts request')} or more: one for each upload, and one more for every 1,000 parts.`,
					state.size.columns - 6,
				).map(text => [{text: `   ${text}`}]),
				[{text: '   esc in the list stops it; what was read stays.', role: 'dim'}],
			]}
			foot={buttons(dialog.focus, 'Read', glyphs)}
		/>
	);
}

export function ConfirmRemove({state, dialog, height}: DialogProps<'remove-connection'>) {
	const glyphs = useGlyphs();
	return (
		<Panel
			width={state.size.columns}
			height={height}
			body={[
				...title(`Remove the connection ${escapeForTerminal(dialog.name)}?`),
				[{text: '   It is taken out of the config of partway; nothing happens on the server.'}],
			]}
			foot={buttons(dialog.focus, 'Remove', glyphs)}
		/>
	);
}

/** An ACL opens the object to everybody: which one is named in full. */
export function ConfirmMakePublic({state, dialog, height}: DialogProps<'make-public'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {bucket, key} = dialog.target;
	const act = state.acts.acts.find(({id}) => id === dialog.act);
	return (
		<Panel
			width={width}
			height={height}
			body={[
				...title('Let everybody read this object?'),
				...exactly(
					'endpoint',
					act?.kind === 'complete' ? (act.through?.endpoint ?? '') : '',
					width,
				),
				...exactly('bucket', bucket, width),
				...exactly('key', key, width),
				...fact('sends', 'PutObjectAcl public-read', width),
			]}
			foot={[
				...warning('Anybody who knows the address can read it then.', width, glyphs),
				...buttons(dialog.focus, 'Make public', glyphs),
			]}
		/>
	);
}
