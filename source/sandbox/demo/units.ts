export const mib = 1024 ** 2;
export const gib = 1024 ** 3;

/** In milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
