import {parseQuery, type Query} from '../../source/multipart/query/query.js';

/** The query that a text says. */
export function queryOf(text: string): Query {
	const read = parseQuery(text);
	if ('problem' in read) throw new Error(read.problem.sentence);
	return read.query;
}
