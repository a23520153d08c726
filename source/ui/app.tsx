import {Box, useApp, useInput, usePaste, useWindowSize} from 'ink';
import {useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore} from 'react';
import {formatBytes, formatCount} from '../multipart/text/units.js';
import {shownBuckets} from '../session/buckets/buckets.js';
import {shownConnections} from '../session/connections/picker.js';
import {shownRecents} from '../session/connections/recents.js';
import {type Screen, type SessionState, topScreen} from '../session/core/state.js';
import type {Session} from '../session/core/store.js';
import {filterProblem} from '../session/frame/filtering.js';
import {actsRows, listRows, smallest, troubleRows} from '../session/frame/layout.js';
import {tourHint} from '../session/frame/tour.js';
import {padStart} from '../terminal/cells.js';
import {escapeInCells} from '../terminal/escape.js';
import {stopJob} from '../terminal/suspend.js';
import {fieldSegments} from './components/field.js';
import {Lines} from './components/lines.js';
import {type Segment, widthOf} from './components/segments.js';
import {useSpinner} from './components/spinner.js';
import {actsLine} from './dialogs/acts/acts.js';
import {Help} from './dialogs/help/help.js';
import {DialogView} from './dialogs/registry.js';
import {breadcrumb} from './frame/breadcrumb.js';
import {footer} from './frame/footer.js';
import {PresentationContext} from './frame/presentation.js';
import type {Glyphs} from './frame/theme.js';
import {createBurst, isStillSo, onKey, onPaste} from './keys/input.js';
import {Buckets} from './screens/buckets/buckets.js';
import {Connections} from './screens/connections/picker.js';
import {History} from './screens/history/history.js';
import {Parts} from './screens/parts/parts.js';
import {Uploads} from './screens/uploads/uploads.js';
import {troubleLines} from './text/words.js';

/** The frame, exactly as high as the terminal: where one is, the screen or the dialog over it, what was said, the keys. */
export function App({
	session,
	glyphs,
	onExit,
}: {
	session: Session;
	glyphs: Glyphs;
	onExit: (exit: NonNullable<SessionState['exit']>) => void;
}) {
	const state = useSyncExternalStore(session.subscribe, session.getState);
	const {columns, rows} = useWindowSize();
	useLayoutEffect(() => {
		const {size} = session.getState();
		if (size.columns !== columns || size.rows !== rows)
			session.dispatch({type: 'resized', columns, rows});
	}, [session, columns, rows]);
	useEffect(() => {
		if (state.exit !== undefined) onExit(state.exit);
	}, [state.exit, onExit]);
	const {suspendTerminal} = useApp();
	const {suspensions} = state;
	useEffect(() => {
		if (suspensions > 0) void suspendTerminal(stopJob);
	}, [suspensions, suspendTerminal]);
	const {scroll} = state;
	const presentation = useMemo(
		() => ({
			glyphs,
			scroll,
			onScrolled: (to: number) => session.dispatch({type: 'scrolled', to}),
		}),
		[session, glyphs, scroll],
	);
	const [burst] = useState(createBurst);
	useInput((input, key) => onKey(session, burst, input, key));
	usePaste(text => onPaste(session, text));

	if (columns < smallest.columns || rows < smallest.rows)
		return (
			<Box flexDirection="column" height={rows} width="100%">
				<Lines
					width={columns}
					lines={[[{text: `too small: needs ${smallest.columns}x${smallest.rows}`}]]}
				/>
			</Box>
		);
	return (
		<PresentationContext value={presentation}>
			<Frame session={session} state={{...state, size: {columns, rows}}} glyphs={glyphs} />
		</PresentationContext>
	);
}

function Frame({session, state, glyphs}: {session: Session; state: SessionState; glyphs: Glyphs}) {
	const {columns: width, rows: height} = state.size;
	const screen = topScreen(state);
	const acting = actsRows(state) > 0;
	const spinner = useSpinner(
		state.acts.acts.some(({ended}) => ended === undefined),
		glyphs,
	);
	const trouble = screen?.trouble;
	const below = (screen === undefined ? 0 : troubleRows(state, screen)) + 2;
	const bodyRows = Math.max(1, height - 1 - (acting ? 1 : 0) - below);
	return (
		// Not a number of cells: when the terminal gets narrower, Ink draws what is there once more before
		// the new size is known here, and rows that wrapped would stay on the screen.
		<Box flexDirection="column" width="100%" height={height}>
			<Lines
				width={width}
				lines={[
					breadcrumb(state, width, glyphs),
					...(acting ? [actsLine(state, spinner, glyphs)] : []),
				]}
			/>
			<Box flexDirection="column" height={bodyRows}>
				<Body session={session} state={state} height={bodyRows} />
			</Box>
			<Lines
				width={width}
				lines={[
					...(trouble === undefined ? [] : troubleLines(trouble, width, glyphs)),
					statusLine(state, screen, width, glyphs),
					footer(state, width, glyphs),
				]}
			/>
		</Box>
	);
}

function Body({session, state, height}: {session: Session; state: SessionState; height: number}) {
	const {dialog, help} = state;
	if (help) return <Help state={state} height={height} />;
	if (dialog !== undefined) return <DialogView state={state} dialog={dialog} height={height} />;
	const screen = topScreen(state);
	switch (screen?.kind) {
		case 'uploads':
			return <Uploads state={state} screen={screen} rows={session.rows} />;
		case 'parts':
			return <Parts state={state} screen={screen} />;
		case 'history':
			return <History state={state} screen={screen} rows={session.rows} />;
		case 'buckets':
			return <Buckets state={state} screen={screen} />;
		case 'connections':
			return <Connections state={state} screen={screen} />;
		case undefined:
			return (
				<Lines width={state.size.columns} lines={[[], [{text: '   connecting', role: 'dim'}]]} />
			);
	}
}

/** One row over the keys: what was said last, or the filter, or what is marked; on the right where the cursor is. */
function statusLine(
	state: SessionState,
	screen: Screen | undefined,
	width: number,
	glyphs: Glyphs,
): readonly Segment[] {
	const {notice} = state;
	const typing = screen !== undefined && 'editing' in screen && screen.editing;
	// What is typed is seen whatever was remarked; only a failure stands before it.
	if (notice !== undefined && isStillSo(state, notice) && (!typing || notice.tone === 'bad')) {
		const sign: Segment = {
			info: {text: ` ${glyphs.note} `},
			good: {text: ` ${glyphs.good} `, role: 'alive' as const},
			bad: {text: ` ${glyphs.bad} `, role: 'danger' as const},
		}[notice.tone];
		return [sign, {text: escapeInCells(notice.text, width)}];
	}
	if (screen === undefined || state.dialog !== undefined || state.help) return [];
	const hint = 'editing' in screen && screen.editing ? undefined : tourHint(state);
	const isRead = filterProblem(screen, state.here) === undefined;
	const right = [markedText(screen, glyphs), isRead ? placeOf(state, screen) : '']
		.filter(text => isRead && text !== '')
		.join('   ');
	const left =
		hint === undefined
			? filterSegments(screen, state.here, width - right.length - 4, glyphs)
			: [{text: ` ${hint.replace('enter', glyphs.enter)}`, role: 'accent' as const}];
	const room = Math.max(0, width - widthOf(left));
	return [
		...left,
		{
			// A hint that needs the row has it.
			text: padStart(right === '' || right.length + 2 > room ? '' : `${right} `, room),
			role: screen.kind === 'uploads' && screen.totals.marked > 0 ? 'selected' : 'dim',
		},
	];
}

function filterSegments(
	screen: Screen,
	now: number,
	width: number,
	glyphs: Glyphs,
): readonly Segment[] {
	if (!('editing' in screen) || (!screen.editing && screen.filter.text === '')) return [];
	const wrong = filterProblem(screen, now);
	return [
		{text: ' / ', role: 'accent'},
		...fieldSegments(screen.filter, wrong === undefined ? width : Math.floor(width / 2), glyphs, {
			focused: screen.editing,
			wrong,
		}),
		...(wrong === undefined
			? []
			: [
					{
						text: `  ${glyphs.bad} ${escapeInCells(wrong.sentence, width)}`,
						role: 'warn',
					} as const,
				]),
	];
}

/** `● 3 marked · 1.2 GiB`: those that the filter hides are marked all the same. */
function markedText(screen: Screen, glyphs: Glyphs): string {
	if (screen.kind !== 'uploads' || screen.totals.marked === 0) return '';
	const {marked, markedBytes, markedSized} = screen.totals;
	const held =
		markedSized === 0 && markedBytes === 0
			? ''
			: ` ${glyphs.dot} ${markedSized < marked ? 'at least ' : ''}${formatBytes(markedBytes)}`;
	return `${glyphs.mark} ${formatCount(marked)} marked${held}`;
}

/** `4 of 1,284`; with a filter how many it leaves of all. */
function placeOf(state: SessionState, screen: Screen): string {
	const [shown, all] = {
		uploads: () => (screen.kind === 'uploads' ? [screen.shown, screen.totals.count] : [0, 0]),
		parts: () =>
			screen.kind === 'parts'
				? [screen.plan?.listed.length ?? 0, screen.plan?.listed.length ?? 0]
				: [0, 0],
		buckets: () =>
			screen.kind === 'buckets'
				? [shownBuckets(screen).length, screen.buckets?.length ?? 0]
				: [0, 0],
		history: () =>
			screen.kind === 'history'
				? [screen.shown, screen.filter.text === '' ? screen.shown : screen.read]
				: [0, 0],
		connections: () =>
			screen.kind === 'connections'
				? [shownConnections(screen).length, screen.entries?.length ?? 0]
				: [0, 0],
	}[screen.kind]() as [number, number];
	if (shown !== all) return `${formatCount(shown)} of ${formatCount(all)}`;
	if (all === 0 || listRows(state) === 0) return '';
	const above = 'recents' in screen ? shownRecents(screen).length : 0;
	if (screen.cursor.position < above) return '';
	return `${formatCount(screen.cursor.position + 1 - above)} of ${formatCount(all)}`;
}
