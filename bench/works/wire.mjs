import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {times} from '../lib/targets.mjs';

const names = {parts: 'ListParts of one part', abort: 'Abort', page: 'a page of 1,000 uploads'};

/** What one request costs in processor, beside the SDK's own `send`. */
export const wire = {
	title: () => 'Processor for one request, beside the `send` of the SDK',
	seconds: 40,
	async run({here, rounds, size}) {
		const program = fileURLToPath(new URL('../wire.mjs', import.meta.url));
		// A thousand, as a clean-up sends them: of a hundred most meet code that is not compiled yet.
		const turns = rounds * 3;
		const requests = Math.max(20, size(1000));
		const command = [process.execPath, program, '--rounds', turns, '--requests', requests];
		const [file, ...args] = command.map(String);
		const printed = execFileSync(file, args, {cwd: here.folder, encoding: 'utf8'});
		const rows = printed
			.trim()
			.split('\n')
			.map(line => JSON.parse(line))
			.filter(({operation}) => names[operation] !== undefined)
			.flatMap(({operation, microseconds: {lean, sdk}}) => [
				{name: names[operation], runs: turns, each: perSecond(lean)},
				{name: `${names[operation]}, SDK`, runs: turns, each: perSecond(sdk)},
			]);
		process.stderr.write('.');
		return {rows, commands: [['partway', command]], notes: []};
	},
	targets: rows =>
		Object.entries({parts: 0.3, abort: 0.3, page: 0.2}).map(([operation, atMost]) => {
			const name = names[operation];
			return [`${name}, × SDK`, times(rows, 'each', `${name}, SDK`, name), atMost];
		}),
};

const perSecond = spread =>
	Object.fromEntries(Object.entries(spread).map(([of, value]) => [of, value / 1e6]));
