declare module 'proper-lockfile/lib/lockfile.js' {
	/** What this process holds, by path; the object itself, not a copy. */
	export function getLocks(): Record<string, unknown>;
}
