import {Box, useApp, useInput, useIsScreenReaderEnabled, usePaste, useWindowSize} from 'ink';
import {useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore} from 'react';
import {type Screen, type SessionState, topScreen} from '../session/core/state.js';
import type {Session} from '../session/core/store.js';
import {actsRows, bodyRows, smallest} from '../session/frame/layout.js';
import {stopJob} from '../terminal/suspend.js';
import {Lines} from './components/lines.js';
import {rowsOf} from './components/segments.js';
import {useSpinner} from './components/spinner.js';
import {Help} from './dialogs/help/help.js';
import {ShownDialog} from './dialogs/shown.js';
import {actsLine} from './frame/acts-line.js';
import {breadcrumb} from './frame/breadcrumb.js';
import {footer} from './frame/footer.js';
import {type Presentation, PresentationContext, useGlyphs} from './frame/presentation.js';
import {statusLine} from './frame/status-line.js';
import type {Glyphs} from './frame/theme.js';
import {createBurst, onKey} from './keys/input.js';
import {lateViews} from './late/late-views.js';
import {isForUnseen, isUnseen, unseenLines} from './late/unseen.js';
import {viewOf} from './screens/views.js';
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
	const late = useSyncExternalStore(lateViews.subscribe, lateViews.now);
	const isSpoken = useIsScreenReaderEnabled();
	const pieces = isSpoken && late.kind === 'here' ? late.holds.spokenPieces : undefined;
	const presentation = useMemo(
		(): Presentation => ({
			glyphs,
			scroll,
			spoken: pieces && (row => pieces(row, glyphs)),
			onScrolled: (to: number) => session.dispatch({type: 'scrolled', to}),
		}),
		[session, glyphs, scroll, pieces],
	);
	// After the first frame, which needs none of it.
	useEffect(() => void setImmediate(lateViews.read), []);
	const [burst] = useState(createBurst);
	useInput((input, key) => {
		const isWayOut = key.escape || (key.ctrl && input === 'c');
		if (!isForUnseen(session.getState(), isWayOut)) onKey(session, burst, input, key);
	});
	usePaste(text => session.dispatch({type: 'paste', text}));

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
	const on = {width, glyphs, spinner};
	const body = bodyRows(state, screen);
	return (
		// Not a number of cells: when the terminal gets narrower, Ink draws what is there once more before
		// the new size is known here, and rows that wrapped would stay on the screen.
		<Box flexDirection="column" width="100%" height={height}>
			<Lines
				width={width}
				lines={[breadcrumb(state, width, glyphs), ...(acting ? [actsLine(state, on)] : [])]}
			/>
			<Box flexDirection="column" height={body}>
				<Body session={session} state={state} height={body} />
			</Box>
			<Lines
				width={width}
				lines={[
					...(trouble === undefined ? [] : troubleLines(trouble, on)),
					statusLine(state, screen, width, glyphs),
					footer(state, width, glyphs),
				]}
			/>
		</Box>
	);
}

function Body({session, state, height}: {session: Session; state: SessionState; height: number}) {
	const {dialog, help} = state;
	const {columns: width} = state.size;
	const glyphs = useGlyphs();
	const late = lateViews.now();
	if (help) return <Help state={state} height={height} />;
	if (isUnseen(state)) return <Lines width={width} lines={unseenLines(width, glyphs)} />;
	if (dialog !== undefined && late.kind === 'here') {
		const view = late.holds.dialogViewOf(dialog);
		const {rows} = session;
		return <ShownDialog state={state} dialog={dialog} view={view} rows={rows} height={height} />;
	}
	const screen = topScreen(state);
	if (screen === undefined)
		return <Lines width={width} lines={[[], [{text: '   connecting', role: 'dim'}]]} />;
	return <ShownScreen session={session} state={state} screen={screen} />;
}

function ShownScreen({
	session,
	state,
	screen,
}: {
	session: Session;
	state: SessionState;
	screen: Screen;
}) {
	const {draw, turns} = viewOf(screen);
	const glyphs = useGlyphs();
	const spinner = useSpinner(turns(screen), glyphs);
	const {columns: width} = state.size;
	const groups = draw(screen, state, {width, glyphs, spinner}, session.rows);
	return <Lines width={width} lines={rowsOf(groups)} />;
}
