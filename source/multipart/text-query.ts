import {everyUpload, type Query} from './query.js';
import {textFilter} from './text-filter.js';

/** Chooses the uploads whose key holds a text, as `textFilter` finds it. */
export function textQuery(text: string): Query {
	if (text === '') return everyUpload;
	const {matches, find} = textFilter(text);
	return {text, needsParts: false, needsTime: false, matches: ({key}) => matches(key), find};
}
