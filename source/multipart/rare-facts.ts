import type {Principal, Upload} from './upload.js';

/** What many uploads of a bucket have in common. */
export type RareFacts = Omit<Upload, 'key' | 'uploadId' | 'initiated'>;

const names = [
	'keyCertain',
	'storageClass',
	'owner',
	'initiator',
	'checksumAlgorithm',
	'checksumType',
] as const satisfies ReadonlyArray<keyof RareFacts>;

/** Keeps each combination of rare facts once, under a number. */
export class RareFactsTable {
	readonly #all: RareFacts[] = [];
	readonly #numbers = new Map<string, number>();
	#last = -1;

	/** The number of an upload's facts. */
	numberOf(upload: RareFacts): number {
		// Uploads of one page mostly have one owner: comparing is far cheaper than making a text of them.
		if (this.#last >= 0 && sameFacts(this.#all[this.#last]!, upload)) return this.#last;
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
		this.#last = number;
		return number;
	}

	at(number: number): RareFacts {
		return this.#all[number]!;
	}
}

function sameFacts(a: RareFacts, b: RareFacts): boolean {
	return (
		a.keyCertain === b.keyCertain &&
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
