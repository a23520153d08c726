/** What of a union has this code. */
export type OfCode<U, C> = U extends {readonly code: infer K} ? (C extends K ? U : never) : never;

/** The sentence for each code of a union; `inWords` is for a reason within a reason. */
export type WordsOf<U extends {readonly code: string}, R = never> = {
	readonly [C in U['code']]:
		| string
		| ((facts: OfCode<U, C>, inWords: (reason: R) => string) => string);
};
