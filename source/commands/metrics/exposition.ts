import type {NumbersMetric} from './metric-names.js';
import {metricHelp} from './metric-names.js';

type Labels = Readonly<Record<string, string>>;

/** Gathers samples, and writes them in Prometheus' text format 0.0.4: all of one name together, each with its help and its type. */
export class Exposition {
	readonly #samples = new Map<NumbersMetric, string[]>();

	/** Adds a sample; none where the number is not known, since missing is not zero. */
	add(name: NumbersMetric, value: number | undefined, labels: Labels = {}): void {
		if (value === undefined) return;
		const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
		const sample = `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
		const samples = this.#samples.get(name);
		if (samples === undefined) this.#samples.set(name, [sample]);
		else samples.push(sample);
	}

	/** With its line end. */
	text(): string {
		const names = Object.keys(metricHelp) as NumbersMetric[];
		return names
			.flatMap(name => {
				const samples = this.#samples.get(name) ?? [];
				if (samples.length === 0) return [];
				return [`# HELP ${name} ${metricHelp[name]}`, `# TYPE ${name} gauge`, ...samples];
			})
			.map(line => `${line}\n`)
			.join('');
	}
}

/** The value of a label as the format has it: these three are escaped, and nothing else is. */
function escaped(text: string): string {
	return text
		.toWellFormed()
		.replaceAll('\\', '\\\\')
		.replaceAll('"', '\\"')
		.replaceAll('\n', '\\n');
}
