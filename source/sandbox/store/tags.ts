/** Tags by their keys. */
export type Tags = ReadonlyMap<string, string>;
