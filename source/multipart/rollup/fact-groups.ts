import type {UploadTable} from '../index/upload-table.js';
import type {RareFacts} from '../rare-facts.js';
import type {Grouping} from './grouping.js';

/** What a group has in common: what names it, and what it is called. Empty where it is unknown. */
type Common = {readonly id: string; readonly title: string};

const unknown: Common = {id: '', title: ''};

const commons = {
	initiator({initiator: {id, displayName} = {}}) {
		const title = displayName ?? id;
		return title === undefined ? unknown : {id: id ?? title, title};
	},
	class: ({storageClass}) =>
		storageClass === undefined ? unknown : {id: storageClass, title: storageClass},
} satisfies Record<string, (facts: RareFacts) => Common>;

/** Uploads by who initiated them, or by their storage class. */
export class FactGroups implements Grouping {
	readonly #table: UploadTable;
	readonly #commonOf: (facts: RareFacts) => Common;
	readonly #groups: Common[] = [];
	readonly #byId = new Map<string, number>();
	/** By the number of the facts. */
	readonly #ofFacts: number[] = [];

	constructor(table: UploadTable, kind: keyof typeof commons) {
		this.#table = table;
		this.#commonOf = commons[kind];
	}

	get count(): number {
		return this.#groups.length;
	}

	groupOf(row: number): number {
		const facts = this.#table.columns.factsOf(row);
		this.#ofFacts[facts] ??= this.#find(this.#commonOf(this.#table.rareFacts(facts)));
		return this.#ofFacts[facts];
	}

	idOf(group: number): string {
		return this.#groups[group]!.id;
	}

	find(id: string): number {
		return this.#byId.get(id) ?? -1;
	}

	titleOf(group: number): string {
		return this.#groups[group]!.title;
	}

	compare(one: number, other: number): number {
		const [left, right] = [this.idOf(one), this.idOf(other)];
		return left < right ? -1 : left > right ? 1 : 0;
	}

	isLeaf(): boolean {
		return true;
	}

	#find(common: Common): number {
		const {id} = common;
		let group = this.#byId.get(id);
		if (group === undefined) {
			group = this.#groups.push(common) - 1;
			this.#byId.set(id, group);
		}
		return group;
	}
}
