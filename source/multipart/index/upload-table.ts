import {type Maker, makerOf, makers} from '../makers/makers.js';
import {type RareFacts, RareFactsTable} from '../rare-facts.js';
import {type Reading, unread} from '../reading.js';
import type {Upload} from '../upload.js';
import {Columns} from './columns.js';
import {IdentityTable} from './identity-table.js';
import {type KeyBytes, TextArena} from './text-arena.js';

/** Uploads and what is known of their parts, found by key and id; a row is a number that no other upload gets. */
export class UploadTable {
	readonly columns = new Columns();
	readonly #texts = new TextArena();
	readonly #identities = new IdentityTable();
	readonly #facts = new RareFactsTable();

	get count(): number {
		return this.#identities.size;
	}

	find({key, uploadId}: {key: string; uploadId: string}): number | undefined {
		return this.#identities.find(this.#texts.draft(key, uploadId), this.#isDraft);
	}

	/** Adds an upload, or renews what the listing says of a known one. */
	put(upload: Upload, listing: number): {row: number; isNew: boolean; isRedated: boolean} {
		const {columns} = this;
		const hash = this.#texts.draft(upload.key, upload.uploadId);
		let row = this.#identities.find(hash, this.#isDraft);
		const isNew = row === undefined;
		if (row === undefined) {
			row = columns.add();
			columns.setText(row, this.#texts.keepDraft());
			columns.setMaker(row, placeOfMaker(upload.key));
			this.#identities.insert(hash, row);
		}
		const {initiated = Number.NaN} = upload;
		const isRedated = !isNew && !Object.is(columns.initiatedOf(row), initiated);
		columns.setListed(row, listing, initiated, this.#facts.numberOf(upload));
		return {row, isNew, isRedated};
	}

	/** The row is found no longer; its text and numbers stay, to be compared by, until it is released. */
	remove(row: number): void {
		this.#identities.remove(this.#texts.hashOf(this.columns.textOf(row)), row);
		this.columns.remove(row);
	}

	release(row: number): void {
		this.#texts.release(this.columns.textOf(row));
		this.columns.release(row);
	}

	/** By key, then id. */
	compare(one: number, other: number): number {
		return this.#texts.compare(this.columns.textOf(one), this.columns.textOf(other));
	}

	keyOf(row: number): string {
		return this.#texts.keyOf(this.columns.textOf(row));
	}

	/** Puts an object on the bytes of the row's key. */
	locateKey(row: number, key: KeyBytes): void {
		this.#texts.locateKey(this.columns.textOf(row), key);
	}

	/** What many uploads have in common, by the number in the row's column. */
	rareFacts(number: number): RareFacts {
		return this.#facts.at(number);
	}

	idOf(row: number): string {
		return this.#texts.idOf(this.columns.textOf(row));
	}

	/** Who holds the upload open on purpose. */
	makerOf(row: number): Maker | undefined {
		return makers[this.columns.makerOf(row) - 1];
	}

	uploadOf(row: number): Upload {
		const facts = this.rareFacts(this.columns.factsOf(row));
		return {
			key: this.keyOf(row),
			uploadId: this.idOf(row),
			initiated: numberOrNone(this.columns.initiatedOf(row)),
			...facts,
		};
	}

	readingOf(row: number): Reading {
		const {columns} = this;
		const kind = columns.kindOf(row);
		if (kind === 'unread') return unread;
		if (kind !== 'read') return {kind};
		return {
			kind,
			summary: {
				count: columns.partCountOf(row),
				bytes: columns.bytesOf(row),
				...(columns.lacksSizes(row) ? {lacksSizes: true as const} : {}),
				lastPart: numberOrNone(columns.lastPartOf(row)),
				...(columns.lacksDates(row) ? {lacksDates: true as const} : {}),
				fingerprint: columns.fingerprintOf(row),
			},
		};
	}

	readonly #isDraft = (row: number) => this.#texts.isDraft(this.columns.textOf(row));
}

/** The place of the maker of a key in the table, from 1; 0: nobody holds it. */
function placeOfMaker(key: string): number {
	const maker = makerOf(key);
	return maker === undefined ? 0 : makers.findIndex(({id}) => id === maker.id) + 1;
}

/** What a column holds; undefined where it has none. */
export function numberOrNone(value: number): number | undefined {
	return Number.isNaN(value) ? undefined : value;
}
