/** What a value must be: the value as it is understood, or the words for what it should have been. */
export type Check<T> = (value: unknown) => {value: T} | {wanted: string};

/** Reads the fields of one object and gathers sentences on what is wrong with them. */
export class Reader {
	/** What the sentences begin with. */
	readonly #where: string;
	readonly #fields: Readonly<Record<string, unknown>> | undefined;
	readonly #problems: string[];
	readonly #read = new Set<string>();

	constructor(where: string, value: unknown, problems: string[]) {
		this.#where = where;
		this.#problems = problems;
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			this.#fields = value as Record<string, unknown>;
		} else this.say('it must be an object in braces');
	}

	/** Whether there is anything to read. */
	get isObject(): boolean {
		return this.#fields !== undefined;
	}

	/** Adds a sentence. */
	say(problem: string): void {
		this.#problems.push(`${this.#where}: ${problem}.`);
	}

	has(name: string): boolean {
		return this.#fields !== undefined && Object.hasOwn(this.#fields, name);
	}

	/** The value of a field; undefined when it is left out, or wrong, which is said. */
	optional<T>(name: string, check: Check<T>): T | undefined {
		this.#read.add(name);
		if (!this.has(name)) return undefined;
		const found = this.#fields?.[name];
		const checked = check(found);
		if ('value' in checked) return checked.value;
		this.say(`"${name}" must be ${checked.wanted}, not ${JSON.stringify(found)}`);
		return undefined;
	}

	/** The value of a field that must be there. */
	required<T>(name: string, check: Check<T>): T | undefined {
		if (!this.has(name)) this.say(`"${name}" is missing`);
		return this.optional(name, check);
	}

	/** Reads an object within this one. */
	within(name: string): Reader {
		this.#read.add(name);
		return new Reader(`${this.#where}, "${name}"`, this.#fields?.[name], this.#problems);
	}

	/** Says which fields nobody has asked for. */
	sayUnread(): void {
		for (const name of Object.keys(this.#fields ?? {}))
			if (!this.#read.has(name)) this.say(`"${name}" means nothing here`);
	}
}

export const text: Check<string> = value =>
	typeof value === 'string' ? {value} : {wanted: 'a text in quotes'};

export const flag: Check<boolean> = value =>
	typeof value === 'boolean' ? {value} : {wanted: 'true or false'};

/** A whole number from `low` on. */
export function count(low: number, high = Number.MAX_SAFE_INTEGER): Check<number> {
	const wanted =
		high === Number.MAX_SAFE_INTEGER
			? `a whole number from ${low} on`
			: `a whole number from ${low} to ${high}`;
	return value =>
		Number.isInteger(value) && (value as number) >= low && (value as number) <= high
			? {value: value as number}
			: {wanted};
}

/** One of some words. */
export function oneOf<const T extends string>(words: readonly T[]): Check<T> {
	return value =>
		words.includes(value as T)
			? {value: value as T}
			: {wanted: words.map(word => `"${word}"`).join(' or ')};
}

/** An object whose values are texts. */
export const texts: Check<Record<string, string>> = value => {
	const good =
		typeof value === 'object' &&
		value !== null &&
		Object.values(value).every(item => typeof item === 'string');
	return good ? {value: value as Record<string, string>} : {wanted: 'an object of texts'};
};
