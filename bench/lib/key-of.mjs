/** In no order at all: 7919 is a prime. */
export const keyOf = (nth, count) =>
	`team-${nth % 97}/project/${String((nth * 7919) % count).padStart(9, '0')}.tar.zst`;
