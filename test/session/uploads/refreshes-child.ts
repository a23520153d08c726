import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {sampleUsers} from '../../../source/sandbox/users.js';
import {createSession} from '../../../source/session/core/store.js';

/**
 * A session without a screen, on the bucket `media` of a server whose endpoint is its first argument: lists the uploads
 * again as often as the second one says. Tells in one line of JSON how many bytes the heap holds after a third of that and
 * at the end, and how many uploads are listed. Needs `--expose-gc`.
 */
const [endpoint = '', count = '0'] = process.argv.slice(2);
const folder = join(tmpdir(), 'partway-no-such-folder');
const session = createSession({
	launch: {
		kind: 'settings',
		label: 'own:test',
		demo: false,
		settings: {
			...{
				endpoint,
				region: 'us-east-1',
				pathStyle: true,
				readOnly: true,
				checksums: 'when-required',
			},
			credentials: {kind: 'keys', ...sampleUsers[0]!},
		},
		target: {bucket: 'media', prefix: ''},
	},
	stateFolder: folder,
	env: {HOME: folder, PARTWAY_CONFIG_DIR: folder, PARTWAY_STATE_DIR: folder},
	writeTerminal() {},
});

const list = () => {
	const screen = session.getState().screens.at(-1);
	return screen?.kind === 'uploads' ? screen : undefined;
};

/** Resolves once the list has come to its end and the parts of all are read. */
function listed(): Promise<void> {
	return new Promise(resolve => {
		const isListed = () => {
			const screen = list();
			return screen?.listing === 'ended' && screen.totals.read === screen.totals.count;
		};
		const stop = session.subscribe(() => {
			if (!isListed()) return;
			stop();
			setImmediate(resolve);
		});
	});
}

function heap(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
}

const first = listed();
session.start();
await first;
const refreshes = Number(count);
let early = 0;
for (let nth = 1; nth <= refreshes; nth++) {
	const again = listed();
	session.dispatch({type: 'key', key: 'r', alone: true});
	await again;
	if (nth === Math.floor(refreshes / 3)) early = heap();
}
const told = {early, late: heap(), uploads: list()?.totals.count, read: list()?.totals.read};
session.close();
process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit());
