/** A program that keeps uploads open on purpose: the age of one says nothing about whether it is dead. */
export type Maker = {
	/** One word for screens and queries: `held by flink`. */
	readonly id: string;
	/** What an abort of its upload loses, beside the parts: a sentence. */
	readonly lost: string;
};
