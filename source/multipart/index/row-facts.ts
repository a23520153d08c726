import type {QueryFacts} from '../query/query.js';
import type {Reading} from '../reading.js';
import type {Principal} from '../upload.js';
import {numberOrNone, type UploadTable} from './upload-table.js';

/**
 * One object for all rows: it has the facts of the row that it was put on, and decodes only what is asked for. Every
 * fact has to be there, also one that an upload may lack.
 */
export class RowFacts implements QueryFacts, Record<keyof QueryFacts, unknown> {
	readonly #table: UploadTable;
	#row = -1;
	#key: string | undefined;

	constructor(table: UploadTable) {
		this.#table = table;
	}

	/** Itself, on that row. */
	of(row: number): this {
		this.#row = row;
		this.#key = undefined;
		return this;
	}

	get key(): string {
		this.#key ??= this.#table.keyOf(this.#row);
		return this.#key;
	}

	get uploadId(): string {
		return this.#table.idOf(this.#row);
	}

	get initiated(): number | undefined {
		return numberOrNone(this.#table.columns.initiatedOf(this.#row));
	}

	get reading(): Reading['kind'] {
		return this.#table.columns.kindOf(this.#row);
	}

	get partCount(): number | undefined {
		return this.#isRead ? this.#table.columns.partCountOf(this.#row) : undefined;
	}

	get bytes(): number | undefined {
		const {columns} = this.#table;
		return this.#isRead && !columns.lacksSizes(this.#row) ? columns.bytesOf(this.#row) : undefined;
	}

	get lastPart(): number | undefined {
		return this.#isRead ? numberOrNone(this.#table.columns.lastPartOf(this.#row)) : undefined;
	}

	get lacksDates(): boolean {
		return this.#isRead && this.#table.columns.lacksDates(this.#row);
	}

	get initiator(): Principal | undefined {
		return this.#table.rareFacts(this.#table.columns.factsOf(this.#row)).initiator;
	}

	get maker(): string | undefined {
		return this.#table.makerOf(this.#row)?.id;
	}

	get #isRead(): boolean {
		return this.#table.columns.isRead(this.#row);
	}
}
