import {defaultThresholds, type Thresholds} from '../../../multipart/liveness.js';
import {formatSpan} from '../../../multipart/text/units.js';
import {screenRecord} from '../../../session/core/screens.js';
import {type SessionState, topScreen} from '../../../session/core/state.js';
import {type Context, contextTitles} from '../../../session/keys/binding.js';
import {
	type ActiveBinding,
	activeBindings,
	bindings,
	whyNot,
} from '../../../session/keys/keymap.js';
import {cellsOf, padEnd} from '../../../terminal/cells.js';
import {wrapText} from '../../../terminal/wrap.js';
import {lastWords} from '../../../text/plan/finding-words.js';
import {Panel} from '../../components/panel.js';
import type {Lined, Segment} from '../../components/segments.js';
import {keyName} from '../../frame/footer.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs, Role} from '../../frame/theme.js';

/** The states and what they mean, by the thresholds of the connection. */
function stateMeanings({
	activeWithin,
	stalledAfter,
}: Thresholds): ReadonlyArray<readonly [string, string]> {
	const [active, stalled] = [formatSpan(activeWithin), formatSpan(stalledAfter)];
	return [
		['active', `a part landed, or it was initiated, within ${lastWords(activeWithin)}`],
		['idle', `nothing landed for ${active}, but something within ${stalled}`],
		['stalled', `nothing landed for ${stalled}, or ever: probably abandoned`],
		['empty', `no part yet, initiated within ${stalled}: a first one may be in flight`],
		['unknown', 'not read, not allowed, or no date: never counted as stalled'],
		['not found', 'listed, but the service finds no such upload: never counted as gone'],
	];
}

/** What is written in a filter whatever it asks for. */
const everyFilter: ReadonlyArray<readonly [string, string]> = [
	['word', 'Text anywhere in the key; lower case finds both cases.'],
	['-state:', 'A minus in front negates.'],
	['"two words"', 'Quotes keep spaces, and make a condition plain text.'],
	['@name', 'A filter saved with ctrl-s.'],
];

/** What belongs to this screen first: its keys, the filter, the states; then all other keys. */
export function Help({state, height}: {state: SessionState; height: number}) {
	const glyphs = useGlyphs();
	const lines = helpLines({...state, help: false}, glyphs);
	return <Panel body={lines} width={state.size.columns} height={height} />;
}

/** Rows no wider than the terminal: what is longer goes on under its beginning. */
export function helpLines(state: SessionState, glyphs: Glyphs): Lined {
	const screen = topScreen(state);
	const language = screen && state.dialog === undefined && screenRecord(screen).language;
	const active = activeBindings(state);
	const here = [...new Set(active.map(({context}) => context))];
	const isFilterHere = language !== undefined && !here.includes('filter');
	const own: readonly Context[] = isFilterHere ? [...here, 'filter'] : here;
	const others = (Object.keys(contextTitles) as Context[]).filter(each => !own.includes(each));
	const keysOf = (context: Context) => contextLines(context, state, active, glyphs);
	const {columns} = state.size;
	const filter =
		language === undefined
			? []
			: section(
					'What a filter asks for',
					[
						...Object.entries(language)
							.filter(([, {isAlias}]) => !isAlias)
							.map(([name, {signs, example}]) => [name + signs[0], example] as const),
						...everyFilter,
					],
					columns,
				);
	const states = section(
		'What the states mean',
		stateMeanings(state.connection?.thresholds ?? defaultThresholds),
		columns,
	);
	return [...own.flatMap(keysOf), ...filter, ...states, ...others.flatMap(keysOf)];
}

function contextLines(
	context: Context,
	state: SessionState,
	active: readonly ActiveBinding[],
	glyphs: Glyphs,
): Lined {
	const lines = bindings
		.filter(each => each.context === context)
		.flatMap(binding => {
			const here = active.find(each => each.context === context && each.name === binding.name);
			const reason = here && whyNot(state, here);
			const keys = binding.keys.map(key => keyName(key, glyphs)).join(' ');
			const texts: ReadonlyArray<readonly [string, Role]> =
				reason === undefined
					? [[binding.description, 'plain']]
					: [
							[binding.description, 'dim'],
							[`(not now: ${reason})`, 'warn'],
						];
			return entry(keys, reason === undefined ? 'accent' : 'dim', texts, state.size.columns);
		});
	return [[{text: ` ${contextTitles[context]}`, role: 'strong'}], ...lines, []];
}

function section(
	title: string,
	entries: ReadonlyArray<readonly [string, string]>,
	width: number,
): Lined {
	return [
		[{text: ` ${title}`, role: 'strong'}],
		...entries.flatMap(([name, text]) => entry(name, 'accent', [[text, 'plain']], width)),
		[],
	];
}

/** Cells of the keys and words on the left. */
const nameCells = 18;

/** A name and what it does, under each other where there is no room beside. */
function entry(
	name: string,
	role: Role,
	texts: ReadonlyArray<readonly [string, Role]>,
	width: number,
): Lined {
	const rows = texts.flatMap(([text, look]) =>
		wrapText(text, Math.max(10, width - nameCells - 5)).map(row => [row, look] as const),
	);
	const isLong = cellsOf(name) > nameCells;
	const left = (at: number) => (at === 0 && !isLong ? name : '');
	return [
		...(isLong ? [[{text: `   ${name}`, role}]] : []),
		...rows.map(([text, look], at): readonly Segment[] => [
			{text: `   ${padEnd(left(at), nameCells)} `, role},
			{text, role: look},
		]),
	];
}
