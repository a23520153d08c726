import {parseProtected, protectedDoubt, protectedInWords} from '../../profiles/store/protected.js';
import type {FormField} from '../dialogs/form.js';
import {listOf} from './typed-connection.js';

/** What the entries that are typed protect, and what to write where one may be meant otherwise. */
export function protectedWords(typed: string): Pick<FormField, 'notes' | 'remark'> {
	const entries = (listOf(typed) ?? []).flatMap(text => {
		const entry = parseProtected(text);
		return 'refused' in entry ? [] : [{text, entry, doubt: protectedDoubt(entry)}];
	});
	const doubtful = entries.find(({doubt}) => doubt !== undefined);
	return {
		notes: entries.map(({entry}) => `Protects ${protectedInWords(entry)}.`),
		remark: doubtful && `${doubtful.text}: ${doubtful.doubt}.`,
	};
}
