import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {ConnectionSettings} from '../../source/s3/client/connection.js';
import type {OpenGateway} from '../../source/s3/thread/gateway-thread.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import type {Launch} from '../../source/session/core/deps.js';
import type {SessionState} from '../../source/session/core/state.js';
import {createSession, type Session} from '../../source/session/core/store.js';
import {type Reachable, sandboxSettings} from './stage.js';
import {mount, type TestTerminal} from './terminal.js';

export type OpenOptions = {
	/** Opened at once; the list of buckets without one. */
	readonly target?: {readonly bucket: string; readonly prefix?: string};
	readonly readOnly?: boolean;
	readonly size?: {readonly columns: number; readonly rows: number};
	readonly ascii?: boolean;
	/** Changes to the settings of the connection: another endpoint, wrong keys. */
	readonly settings?: Partial<ConnectionSettings>;
	/** In place of a gateway in this thread: one with shorter limits. */
	readonly openGateway?: OpenGateway;
	/** In place of the connection to the sandbox. */
	readonly launch?: Launch;
	/** Added to an environment that holds nothing but folders of its own. */
	readonly env?: Readonly<Record<string, string>>;
	/** Where journal and config lie; a new one unless given, so that a second start finds them. */
	readonly folder?: string;
};

export type OpenedApp<S extends Reachable = Sandbox> = TestTerminal & {
	readonly session: Session;
	readonly state: () => SessionState;
	readonly sandbox: S;
	readonly folder: string;
	/** What was written to the terminal past the screen. */
	readonly direct: readonly string[];
	/** Resolves once the list on the screen has come to its end and the parts of all are looked at. */
	readonly listed: () => Promise<void>;
	/** How often the screen asked for a row since the last call of this. */
	readonly rowsDrawn: () => number;
	/** What the program wanted to end with. */
	readonly exit: () => SessionState['exit'];
	/** As the person who quits: what reads ends, what was sent runs on. */
	readonly close: () => void;
};

/** A folder that is gone when the test is over. A run that goes on may still write into it meanwhile. */
export async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-ui-'));
	onTestFinished(() => rm(folder, {recursive: true, force: true, maxRetries: 5}));
	return folder;
}

/** The real app over the real session, gateway and SDK, on a sandbox; closed when the test is over. */
export async function openApp<S extends Reachable>(
	sandbox: S,
	options: OpenOptions = {},
): Promise<OpenedApp<S>> {
	const {size = {columns: 100, rows: 30}, target} = options;
	const [{App}, {asciiGlyphs, unicodeGlyphs}] = await Promise.all([
		import('../../source/ui/app.js'),
		import('../../source/ui/frame/theme.js'),
	]);
	const folder = options.folder ?? (await temporaryFolder());
	for (const file of ['aws-config', 'aws-credentials'])
		await writeFile(join(folder, file), '', {flag: 'a'});
	const settings = {
		...sandboxSettings(sandbox),
		readOnly: options.readOnly === true,
		...options.settings,
	};
	const session = createSession(
		{
			launch: options.launch ?? {
				kind: 'settings',
				label: 'own:test',
				demo: false,
				settings,
				target: target && {bucket: target.bucket, prefix: target.prefix ?? ''},
			},
			stateFolder: join(folder, 'state'),
			env: {
				HOME: folder,
				PARTWAY_CONFIG_DIR: join(folder, 'config'),
				PARTWAY_STATE_DIR: join(folder, 'state'),
				AWS_CONFIG_FILE: join(folder, 'aws-config'),
				AWS_SHARED_CREDENTIALS_FILE: join(folder, 'aws-credentials'),
				...options.env,
			},
			openGateway: options.openGateway,
			writeTerminal(bytes) {
				direct.push(bytes);
				terminal.write(bytes);
			},
		},
		size,
	);
	const direct: string[] = [];
	let drawn = 0;
	let exit: SessionState['exit'];
	const counting: Session = {
		...session,
		rows: {
			...session.rows,
			at(screen, position) {
				drawn++;
				return session.rows.at(screen, position);
			},
		},
	};
	const terminal = mount(
		<App
			session={counting}
			glyphs={options.ascii ? asciiGlyphs : unicodeGlyphs}
			onExit={wanted => {
				exit = wanted;
			}}
		/>,
		size,
	);
	session.subscribe(terminal.changed);
	let closed = false;
	function close(): void {
		if (closed) return;
		closed = true;
		terminal.unmount();
		session.close();
	}
	onTestFinished(close);
	session.start();
	return Object.assign(terminal, {
		session,
		state: session.getState,
		sandbox,
		folder,
		direct,
		async listed() {
			await terminal.waitFor(() => {
				const screen = session.getState().screens.at(-1);
				if (screen?.kind !== 'uploads' || screen.listing === 'running') return false;
				const {count, read, unreadable} = screen.totals;
				return read + unreadable === count && screen.pendingReads === 0;
			});
		},
		rowsDrawn() {
			const count = drawn;
			drawn = 0;
			return count;
		},
		exit: () => exit,
		close,
	});
}
