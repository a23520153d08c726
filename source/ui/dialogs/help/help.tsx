import {defaultThresholds, type Thresholds} from '../../../multipart/liveness.js';
import {formatSpan} from '../../../multipart/text/units.js';
import type {SessionState} from '../../../session/core/state.js';
import {type Context, contextTitles} from '../../../session/keys/binding.js';
import {activeBindings, bindings, whyNot} from '../../../session/keys/keymap.js';
import {padEnd} from '../../../terminal/cells.js';
import {lastWords} from '../../../text/plan/finding-words.js';
import {Panel} from '../../components/panel.js';
import type {Segment} from '../../components/segments.js';
import {keyName} from '../../frame/footer.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs} from '../../frame/theme.js';

/** The states and what they mean, by the thresholds of the connection. */
function stateMeanings({
	activeWithin,
	stalledAfter,
}: Thresholds): ReadonlyArray<readonly [string, string]> {
	const [active, stalled] = [formatSpan(activeWithin), formatSpan(stalledAfter)];
	return [
		['active', `a part landed, or it was initiated, within ${lastWords(activeWithin)}`],
		['idle', `nothing landed for ${active}, but something within ${stalled}`],
		['stalled', `nothing landed for ${stalled}, or ever: probably dead`],
		['empty', `no part yet, initiated within ${stalled}: a first one may be in flight`],
		['unknown', 'not read, not allowed, or no date: never taken for dead'],
		['not found', 'listed, but the service finds no such upload: never taken for gone'],
	];
}

/** All keys that hold on this screen first, then the others, then what the states mean. */
export function Help({state, height}: {state: SessionState; height: number}) {
	const glyphs = useGlyphs();
	const lines = helpLines({...state, help: false}, glyphs);
	return <Panel body={lines} width={state.size.columns} height={height} />;
}

export function helpLines(state: SessionState, glyphs: Glyphs): Array<readonly Segment[]> {
	const active = activeBindings(state);
	const here = [...new Set(active.map(({context}) => context))];
	const order = [
		...here,
		...(Object.keys(contextTitles) as Context[]).filter(context => !here.includes(context)),
	];
	const lines: Array<readonly Segment[]> = [];
	for (const context of order) {
		lines.push([{text: ` ${contextTitles[context]}`, role: 'strong'}]);
		for (const binding of bindings.filter(each => each.context === context)) {
			const here = active.find(each => each.context === context && each.name === binding.name);
			const reason = here && whyNot(state, here);
			const keys = binding.keys.map(key => keyName(key, glyphs)).join(' ');
			lines.push([
				{text: `   ${padEnd(keys, 18)} `, role: reason === undefined ? 'accent' : 'dim'},
				{text: binding.description, role: reason === undefined ? 'plain' : 'dim'},
				{text: reason === undefined ? '' : ` (not now: ${reason})`, role: 'warn'},
			]);
		}
		lines.push([]);
	}
	lines.push([{text: ' What the states mean', role: 'strong'}]);
	const thresholds = state.connection?.thresholds ?? defaultThresholds;
	for (const [word, meaning] of stateMeanings(thresholds))
		lines.push([{text: `   ${padEnd(word, 9)} `, role: 'accent'}, {text: meaning}]);
	return lines;
}
