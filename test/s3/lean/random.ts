/** Draws from a seed, so that a case that was found can be drawn again. */
export type Draw = {
	/** A whole number from 0 up to one below the bound. */
	below(bound: number): number;
	chance(of: number): boolean;
	/** Whether something is not as usual: seldom in some cases, and never or often in others. */
	isOdd(): boolean;
	one<T>(of: readonly T[]): T;
	/** Some of them, in another order. */
	some<T>(of: readonly T[], chance: number): T[];
};

/** mulberry32. */
export function drawing(seed: number): Draw {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (bound: number) => Math.floor(next() * bound);
	const chance = (of: number) => next() < of;
	const odd = [0, 0.005, 0.02, 0.1][below(4)] ?? 0;
	return {
		isOdd: () => chance(odd),
		below,
		chance,
		one: <T>(of: readonly T[]) => of[below(of.length)] as T,
		some<T>(of: readonly T[], likely: number) {
			const kept = of.filter(() => chance(likely));
			for (let at = kept.length - 1; at > 0; at--) {
				const other = below(at + 1);
				[kept[at], kept[other]] = [kept[other] as T, kept[at] as T];
			}
			return kept;
		},
	};
}
