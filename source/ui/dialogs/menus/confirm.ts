import {plural} from '../../../multipart/text/units.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {buttons, exactly, fact, indented, note, title, warning} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** A look is a request: how many are sent is said before. */
export const readMoreView: DialogView<'read-more'> = {
	draw: ({uploads, filter, focus}, _, on) => ({
		body: [
			title(
				filter === undefined
					? 'Read the parts of all uploads?'
					: 'Read the parts that the filter asks for?',
			),
			indented(
				`This sends ${plural(uploads, 'ListParts request')} or more: one for each upload, and one more for every 1,000 parts.`,
				3,
				on.width - 6,
			),
			[[{text: '   esc in the list stops it; what was read stays.', role: 'dim'}]],
		],
		foot: [buttons(focus, 'Read', on)],
	}),
};

export const discardView: DialogView<'discard'> = {
	draw: ({changed, returnTo, focus}, _, on) => ({
		body: [
			title('Close without saving?'),
			fact('form', escapeForTerminal(returnTo.title), on),
			fact('changed', changed.join(', '), on),
		],
		foot: [
			note('esc goes back to the form; ctrl-s saves it there', on),
			buttons(focus, 'Discard', on),
		],
	}),
};

/** What is not counted yet takes requests that nobody can tell. */
export const measureAllView: DialogView<'measure-all'> = {
	draw: ({buckets, requests, uncounted, focus}, _, on) => ({
		body: [
			title(`Measure ${plural(buckets.length, 'bucket')}?`),
			indented(
				`This sends ${plural(requests, 'request')} or more: one for each upload, and one more for every 1,000 parts.`,
				3,
				on.width - 6,
			),
			uncounted > 0 &&
				indented(
					`The uploads of ${plural(uncounted, 'bucket is', 'buckets are')} not all counted: they take more.`,
					3,
					on.width - 6,
				),
			[[{text: '   esc in the list stops it; what was measured stays.', role: 'dim'}]],
		],
		foot: [buttons(focus, 'Measure', on)],
	}),
};

export const removeView: DialogView<'remove-connection'> = {
	draw: ({name, focus}, _, on) => ({
		body: [
			title(`Remove the connection ${escapeForTerminal(name)}?`),
			[[{text: '   It is removed from the config of partway; nothing happens on the server.'}]],
		],
		foot: [buttons(focus, 'Remove', on)],
	}),
};

/** An ACL opens the object to everybody: which one is named in full. */
export const makePublicView: DialogView<'make-public'> = {
	draw({target: {bucket, key}, act: id, focus}, {acts}, on) {
		const act = acts.acts.find(each => each.id === id);
		const endpoint = act?.kind === 'complete' ? act.through?.endpoint : undefined;
		return {
			body: [
				title('Let everybody read this object?'),
				exactly('endpoint', endpoint ?? '', on),
				exactly('bucket', bucket, on),
				exactly('key', key, on),
				fact('sends', 'PutObjectAcl public-read', on),
			],
			foot: [
				warning('Anybody who knows the address can read it then.', on),
				buttons(focus, 'Make public', on),
			],
		};
	},
};
