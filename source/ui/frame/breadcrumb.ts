import {whyProtectedHere} from '../../session/acts/rights.js';
import {type SessionState, topScreen} from '../../session/core/state.js';
import {cellsOf, padStart, truncateMiddle} from '../../terminal/cells.js';
import {escapeInCells} from '../../terminal/escape.js';
import {type Segment, widthOf} from '../components/segments.js';
import {viewOf} from '../screens/views.js';
import type {Glyphs} from './theme.js';

/** Where one is: connection › endpoint › bucket › prefix › key; on the right what it costs, and a badge for what limits or what is only a demo. */
export function breadcrumb(state: SessionState, width: number, glyphs: Glyphs): readonly Segment[] {
	const {connection} = state;
	const isProtected = whyProtectedHere(state) !== undefined;
	const screen = topScreen(state);
	const cost = (screen && viewOf(screen).cost?.(screen, state, glyphs)) ?? '';
	const badges = [
		...(connection?.demo ? ['demo'] : []),
		...(connection?.readOnly ? ['read-only'] : []),
		...(isProtected ? ['protected'] : []),
	].join(` ${glyphs.dot} `);
	const steps = stepsOf(state).map(each => escapeInCells(each, width));
	const right: Segment = {
		text: badges === '' ? '' : `${badges} `,
		role: connection?.readOnly || isProtected ? 'warn' : 'accent',
	};
	const separator: Segment = {text: ` ${glyphs.separator} `, role: 'dim'};
	const segments: Segment[] = [{text: ' '}];
	// The last one is what one looks at; those before it give way.
	const price: Segment = {text: cost === '' ? '' : `${cost}${badges === '' ? ' ' : '   '}`};
	let room = width - 2 - widthOf([price, right]) - separator.text.length * (steps.length - 1);
	const widths = shareWidth(steps.map(cellsOf), room);
	steps.forEach((each, at) => {
		if (at > 0) segments.push(separator);
		const text = truncateMiddle(each, widths[at] ?? 0, glyphs.ellipsis);
		segments.push({text, role: at === steps.length - 1 ? 'strong' : 'plain'});
	});
	room = width - widthOf([...segments, right]);
	return [...segments, {...price, text: padStart(price.text, Math.max(0, room))}, right];
}

function stepsOf(state: SessionState): readonly string[] {
	const {connection} = state;
	const screen = topScreen(state);
	const view = screen && viewOf(screen);
	const path = screen === undefined || view === undefined ? [] : view.path(screen);
	if (view?.isOfEveryConnection) return ['partway', ...path];
	if (connection === undefined) return ['partway'];
	// What was named by options alone is its endpoint.
	const named = connection.label === 'options' ? [] : [connection.label];
	return [...named, hostOf(connection.endpoint), ...path];
}

function hostOf(endpoint: string): string {
	return endpoint.replace(/^https?:\/\//, '');
}

/** Gives each what it asks for; when that is too much, the widest give way first. */
function shareWidth(wanted: readonly number[], room: number): readonly number[] {
	const widths = wanted.map(width => Math.min(width, Math.max(0, room)));
	let over = widths.reduce((sum, width) => sum + width, 0) - room;
	while (over > 0) {
		const widest = Math.max(...widths);
		if (widest <= 4) break;
		widths[widths.indexOf(widest)] = widest - 1;
		over--;
	}
	return widths;
}
