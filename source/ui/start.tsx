import {writeSync} from 'node:fs';
import chalk from 'chalk';
import {render} from 'ink';
import type {SessionDeps} from '../session/core/deps.js';
import type {SessionState} from '../session/core/state.js';
import {createSession} from '../session/core/store.js';
import {troubleWords} from '../session/core/trouble.js';
import {backgroundIn} from '../terminal/background.js';
import {crashWords} from '../terminal/crash.js';
import {ownModes, restoreOnSignals} from '../terminal/restore.js';
import {captureStrayOutput} from '../terminal/stray-output.js';
import {startWatchdog} from '../terminal/watchdog.js';
import {App} from './app.js';
import {asciiGlyphs, drawOn, unicodeGlyphs} from './frame/theme.js';

export type StartOptions = Omit<SessionDeps, 'writeTerminal'> & {
	readonly ascii: boolean;
	/** The built `watchdog-thread.ts`. */
	readonly watchdog: URL;
	/** Takes what would otherwise be written over the screen. */
	readonly onStrayOutput: (text: string) => void;
};

/** Opens the app on this terminal; resolves with the exit code and what is to be said on stderr. */
export async function start({
	ascii,
	watchdog,
	onStrayOutput,
	...deps
}: StartOptions): Promise<{code: number; message?: string}> {
	const {stdout} = process;
	drawOn(backgroundIn(process.env));
	// A screen reader does not follow an alternate screen. The variable is Ink's own.
	const isSpoken = process.env['INK_SCREEN_READER'] === 'true';
	if (isSpoken) chalk.level = 0;
	const glyphs = ascii ? asciiGlyphs : unicodeGlyphs;
	const session = createSession(
		{...deps, writeTerminal: bytes => stdout.write(bytes)},
		{columns: stdout.columns, rows: stdout.rows},
	);
	let exit: NonNullable<SessionState['exit']> | undefined;
	writeSync(stdout.fd, ownModes.set);
	const release = captureStrayOutput(onStrayOutput);
	const instance = render(
		<App
			session={session}
			glyphs={glyphs}
			onExit={wanted => {
				exit = wanted;
				instance.unmount();
			}}
		/>,
		{
			// Ink takes a terminal for none when CI is set; whether it is one was checked before.
			interactive: true,
			alternateScreen: !isSpoken,
			isScreenReaderEnabled: isSpoken,
			incrementalRendering: true,
			exitOnCtrlC: false,
			patchConsole: false,
			maxFps: 60,
		},
	);
	const stopListening = restoreOnSignals({
		restore() {
			release();
			instance.unmount();
			writeSync(stdout.fd, ownModes.restore);
		},
		describe: crashWords,
	});
	const stopWatching = startWatchdog(watchdog);
	session.start();
	await instance.waitUntilExit();
	stopWatching();
	stopListening();
	release();
	writeSync(stdout.fd, ownModes.restore);
	session.close();
	const {code = 0, trouble} = exit ?? {};
	if (trouble === undefined) return {code};
	const {what, advice} = troubleWords(trouble);
	return {code, message: advice === undefined ? what : `${what}\n${advice}`};
}
