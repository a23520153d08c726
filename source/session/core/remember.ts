/** The same function, which works out nothing anew while it is given the very same as the last time. */
export function rememberLast<A extends readonly unknown[], R>(
	work: (...given: A) => R,
): (...given: A) => R {
	let last: {readonly given: A; readonly result: R} | undefined;
	return (...given) => {
		if (last === undefined || given.some((each, at) => each !== last?.given[at]))
			last = {given, result: work(...given)};
		return last.result;
	};
}
