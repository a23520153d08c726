import {execFileSync} from 'node:child_process';
import {cpus, release, totalmem} from 'node:os';
import {versionsOfPeers} from './clients.mjs';

const seconds = value => (value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3));
const megabytes = value => `${Math.round(value / 1e6)} MB`;

/** How each figure is written: its head, and one value. */
const figures = {
	wall: ['time, s', seconds],
	first: ['first frame, s', seconds],
	groups: ['groups, s', seconds],
	p50: ['at 50 %, s', seconds],
	p99: ['at 99 %, s', seconds],
	level50: ['into and out of a prefix at 50 %, s', seconds],
	level99: ['at 99 %, s', seconds],
	list50: ['in its list at 50 %, s', seconds],
	list99: ['at 99 %, s', seconds],
	meanwhile: ['keys while it lists', value => `${Math.round(value * 100)} %`],
	cpu: ['processor, s', seconds],
	peak: ['memory at most', megabytes],
	now: ['memory then', megabytes],
	idle: ['idle', value => `${(value * 100).toFixed(1)} %`],
	each: ['processor for each, µs', value => (value * 1e6).toFixed(value < 1e-5 ? 1 : 0)],
	server: ['processor of the server, s', seconds],
	requests: ['requests', value => value.toLocaleString('en')],
};

/** Minimum, median and maximum of what varies; of the rest the median, and of memory the most. */
function cellOf(figure, {min, median, max}) {
	const [, write] = figures[figure];
	if (figure === 'peak') return write(max);
	return ['wall', 'first', 'groups', 'p50', 'p99'].includes(figure) && min < max
		? `${write(min)} · **${write(median)}** · ${write(max)}`
		: write(median);
}

const timeOf = row => row?.wall ?? row?.p50;
const ratio = (one, other) => (one.median / other.median).toFixed(2);

/** The section of a work: its table, how many times partway takes of another's time, and the commands as they were run. */
export function sectionOf(name, title, {rows, commands, notes, against}, withoutPaths) {
	const shown = Object.keys(figures).filter(figure => rows.some(row => row[figure] !== undefined));
	const heads = ['', 'rounds', ...shown.map(figure => figures[figure][0])];
	const lines = rows.map(row =>
		[
			row.name,
			row.runs,
			...shown.map(figure => (row[figure] ? cellOf(figure, row[figure]) : '')),
		].join(' | '),
	);
	const ours = rows.find(row => row.name === 'partway');
	const others =
		ours === undefined
			? []
			: rows.filter(
					row => row !== ours && (against === undefined || [against, 'before'].includes(row.name)),
				);
	const ratios = others.map(other => {
		const cpu =
			ours.cpu && other.cpu?.median > 0 ? `, ${ratio(ours.cpu, other.cpu)} × its processor` : '';
		const late = ours.p99 ? `, ${ratio(ours.p99, other.p99)} × at 99 %` : '';
		return `- ${ratio(timeOf(ours), timeOf(other))} × ${other.name}${cpu}${late}`;
	});
	return [
		`## ${title}`,
		`\`npm run bench -- ${name}\``,
		`| ${heads.join(' | ')} |\n|${heads.map(() => '---|').join('')}\n${lines.map(line => `| ${line} |`).join('\n')}`,
		...(ratios.length === 0 ? [] : [`partway takes, by the medians:\n\n${ratios.join('\n')}`]),
		...notes.map(withoutPaths),
		`\`\`\`\n${commands.map(([, command]) => withoutPaths(command.join(' '))).join('\n')}\n\`\`\``,
	].join('\n\n');
}

/** What it was measured on. */
export function machine(root, before) {
	const commit = folder =>
		execFileSync('git', ['-C', folder, 'log', '-1', '--format=%h of %as'], {
			encoding: 'utf8',
		}).trim();
	const versions = Object.entries(versionsOfPeers()).filter(([, version]) => version !== undefined);
	const [{model}] = cpus();
	return [
		`- ${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`,
		`- Node.js ${process.versions.node}, partway at ${commit(root)}${before === undefined ? '' : `, "before" is ${commit(before)}`}`,
		`- ${versions.map(([name, version]) => `${name} ${version}`).join(', ')}`,
	].join('\n');
}

/** One line for each work: the medians, that of an older build among them, and of the client that it is compared with. */
export function summaryOf(results) {
	const besides = (ours, other) =>
		other === undefined
			? ['', '']
			: [seconds(timeOf(other).median), ratio(timeOf(ours), timeOf(other))];
	const lines = results.flatMap(({title, rows, against = 'rclone'}) => {
		const [ours, before, peer] = ['partway', 'before', against].map(name =>
			rows.find(row => row.name === name),
		);
		if (ours === undefined) return [];
		const cells = [
			...[seconds(timeOf(ours).median), ...besides(ours, before)],
			...(against === 'before' ? ['', '', ''] : [peer && against, ...besides(ours, peer)]),
		];
		return [`| ${title} | ${cells.join(' | ')} |`];
	});
	return [
		'| seconds, medians | partway | before | × before | beside | its time | × its time |',
		'|---|---|---|---|---|---|---|',
		...lines,
	].join('\n');
}
