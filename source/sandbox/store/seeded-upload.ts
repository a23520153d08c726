import type {ChecksumPlan} from '../integrity/algorithms.js';
import type {User} from '../users.js';
import type {Part, Upload} from './model.js';
import {PretendedPart, type SeedPart} from './pretended-part.js';

/** The parts to pretend, or what makes the list of them when someone looks. */
export type SeedParts = readonly SeedPart[] | (() => Iterable<SeedPart>);

/** Shared by all seeded uploads: nobody writes to it. */
const plainHeaders: ReadonlyMap<string, string> = new Map([
	['content-type', 'binary/octet-stream'],
]);

/** An upload whose parts are made up when someone looks, so that a great many of them cost little. */
export class SeededUpload implements Upload {
	readonly id: string;
	readonly key: string;
	readonly initiated: number;
	readonly initiator: User;
	readonly storageClass: string;
	readonly checksum: ChecksumPlan | undefined;
	readonly #seeds: SeedParts | undefined;
	#parts: Map<number, Part> | undefined;

	constructor(
		facts: Pick<Upload, 'id' | 'key' | 'initiated' | 'initiator' | 'storageClass' | 'checksum'>,
		parts: SeedParts | undefined,
	) {
		this.id = facts.id;
		this.key = facts.key;
		this.initiated = facts.initiated;
		this.initiator = facts.initiator;
		this.storageClass = facts.storageClass;
		this.checksum = facts.checksum;
		this.#seeds = parts;
	}

	get headers(): ReadonlyMap<string, string> {
		return plainHeaders;
	}

	get parts(): Map<number, Part> {
		if (this.#parts === undefined) {
			const seeds = typeof this.#seeds === 'function' ? this.#seeds() : this.#seeds;
			this.#parts = new Map();
			for (const seed of seeds ?? [])
				this.#parts.set(seed.number, new PretendedPart(this, seed, this.initiated));
		}
		return this.#parts;
	}
}
