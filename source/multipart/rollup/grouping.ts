/** Puts rows of an index into groups, which are numbers from 0 on and are made as rows come. */
export type Grouping = {
	/** How many groups there are so far. */
	readonly count: number;
	/** The group of a row; negative where it is in none. */
	groupOf(row: number): number;
	/** What names the group, whenever it is made again. */
	idOf(group: number): string;
	/** The group of that name; negative without one. */
	find(id: string): number;
	/** What it is called beside the others of its level. */
	titleOf(group: number): string;
	/** Sorts groups by name. */
	compare(one: number, other: number): number;
	/** Whether nothing further can be told apart in it. */
	isLeaf(group: number): boolean;
};
