/** In no order at all: 7919 is a prime. */
export const keyOf = (nth, count, prefixes = 97) =>
	`team-${nth % prefixes}/project/${String((nth * 7919) % count).padStart(9, '0')}.tar.zst`;
