/** In no order at all: 7919 is a prime. Each team has two projects, so that one goes in level by level. */
export const keyOf = (nth, count, prefixes = 97) =>
	`team-${nth % prefixes}/project-${Math.floor(nth / prefixes) % 2}/${String((nth * 7919) % count).padStart(9, '0')}.tar.zst`;
