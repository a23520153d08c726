import type {Principal, Upload} from './upload.js';

/** What many uploads of a bucket have in common. */
export type RareFacts = Omit<Upload, 'key' | 'uploadId' | 'initiated'>;

const names = [
	'keyCertain',
	'doubt',
	'storageClass',
	'owner',
	'initiator',
	'checksumAlgorithm',
	'checksumType',
] as const satisfies ReadonlyArray<keyof RareFacts>;

/** Those that were used last are compared with first. */
const mostRecent = 16;

/** Keeps each combination of rare facts once, under a number. */
export class RareFactsTable {
	readonly #all: RareFacts[] = [];
	readonly #numbers = new Map<string, number>();
	/** The numbers used last, the latest first. */
	readonly #recent: number[] = [];

	/** The number of an upload's facts. */
	numberOf(upload: RareFacts): number {
		// Uploads of one bucket mostly have few owners: comparing is far cheaper than making a text of them.
		const at = this.#recent.findIndex(recent => sameFacts(this.#all[recent]!, upload));
		const number = this.#recent[at] ?? this.#find(upload);
		if (at === 0) return number;
		this.#recent.splice(at < 0 ? mostRecent - 1 : at, 1);
		this.#recent.unshift(number);
		return number;
	}

	at(number: number): RareFacts {
		return this.#all[number]!;
	}

	#find(upload: RareFacts): number {
		const text = JSON.stringify(
			names.map(name => {
				const fact = upload[name];
				return typeof fact === 'object' ? [fact.id, fact.displayName] : fact;
			}),
		);
		let number = this.#numbers.get(text);
		if (number === undefined) {
			number = this.#all.length;
			this.#numbers.set(text, number);
			this.#all.push(only(upload));
		}
		return number;
	}
}

function sameFacts(a: RareFacts, b: RareFacts): boolean {
	return (
		a.keyCertain === b.keyCertain &&
		a.doubt === b.doubt &&
		a.storageClass === b.storageClass &&
		a.checksumAlgorithm === b.checksumAlgorithm &&
		a.checksumType === b.checksumType &&
		samePrincipal(a.owner, b.owner) &&
		samePrincipal(a.initiator, b.initiator)
	);
}

function samePrincipal(a: Principal | undefined, b: Principal | undefined): boolean {
	return (
		(a === undefined) === (b === undefined) && a?.id === b?.id && a?.displayName === b?.displayName
	);
}

/** The facts without the rest of the upload, and without names for what is absent. */
function only(upload: RareFacts): RareFacts {
	return Object.fromEntries(
		names.flatMap(name => (upload[name] === undefined ? [] : [[name, upload[name]]])),
	) as RareFacts;
}
