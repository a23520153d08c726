/** A sample of the text format. */
export type Sample = {
	readonly name: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly value: number;
};

/**
 * Reads Prometheus' text format 0.0.4 by its specification ("Exposition formats", text-based format), and throws where a
 * document departs from it: a name or a label that can be none, a quote that is not escaped, a comment out of place, a type
 * after its samples, samples of one name apart, the same series twice, a last line without its end. Every metric needs HELP
 * and TYPE here, and a gauge may not be called as a counter is.
 */
export function parseExposition(text: string): readonly Sample[] {
	if (!text.endsWith('\n')) throw new Error('the last line has no end');
	const samples: Sample[] = [];
	const seen = new Set<string>();
	const ended = new Set<string>();
	let current: {name: string; hasType: boolean} | undefined;
	for (const line of text.slice(0, -1).split('\n')) {
		const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
		if (comment !== null) {
			const [, kind, name = '', rest = ''] = comment;
			if (kind === 'HELP') {
				if (current !== undefined) ended.add(current.name);
				if (ended.has(name)) throw new Error(`a second HELP of ${name}`);
				if (/\\(?![\\n])/.test(rest)) throw new Error(`an escape that is none: ${rest}`);
				current = {name, hasType: false};
				continue;
			}
			if (current?.name !== name || current.hasType) throw new Error(`TYPE out of place: ${name}`);
			if (!['gauge', 'counter'].includes(rest)) throw new Error(`no such type: ${rest}`);
			if ((rest === 'counter') !== name.endsWith('_total')) throw new Error(`misnamed: ${name}`);
			current.hasType = true;
			continue;
		}
		const sample = parseSample(line);
		if (current?.name !== sample.name || !current.hasType)
			throw new Error(`${sample.name} is not under its HELP and TYPE`);
		const series = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
		if (seen.has(series)) throw new Error(`twice: ${series}`);
		seen.add(series);
		samples.push(sample);
	}
	return samples;
}

function parseSample(line: string): Sample {
	const name = /^[a-zA-Z_:][a-zA-Z0-9_:]*/.exec(line)?.[0];
	if (name === undefined) throw new Error(`no metric: ${JSON.stringify(line)}`);
	let at = name.length;
	const labels: Record<string, string> = {};
	if (line[at] === '{') {
		at++;
		while (line[at] !== '}') {
			const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(,|(?=\}))/.exec(
				line.slice(at),
			);
			if (label === null) throw new Error(`no label: ${JSON.stringify(line.slice(at))}`);
			const [whole, key = '', value = ''] = label;
			if (key.startsWith('__') || key in labels) throw new Error(`no name of a label: ${key}`);
			labels[key] = value.replace(/\\(.)/g, (_, letter) => (letter === 'n' ? '\n' : letter));
			at += whole.length;
		}
		at++;
	}
	const value = /^ (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line.slice(at))?.[1];
	if (value === undefined) throw new Error(`no value: ${JSON.stringify(line.slice(at))}`);
	return {name, labels, value: Number(value)};
}
