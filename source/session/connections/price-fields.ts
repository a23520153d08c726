import type {Price} from '../../multipart/price.js';
import {listPriceOf} from '../../text/price-words.js';
import {type FormDialog, type FormField, field, textIn} from '../dialogs/form.js';
import {pickedService, recogniseTyped} from './service-options.js';
import {isConnectionForm} from './typed-connection.js';

/** The two fields of a price. */
export function priceFields(price: Price | undefined): FormField[] {
	return [
		field(
			'price.perGiBMonth',
			'1 GiB a month',
			'such as 0.023; empty: no costs are shown',
			price && String(price.perGiBMonth),
			'none: no costs are shown',
		),
		field('price.currency', 'currency', 'its code: USD, EUR', price?.currency),
	];
}

/** The list price of the service that is typed or picked; undefined where none is known. */
export function listPriceIn(form: FormDialog) {
	const {id} = recogniseTyped(textIn(form, 'endpoint')) ?? pickedService(textIn(form, 'service'));
	return id && listPriceOf(id);
}

/** What there is to say of it, under the fields of the price. */
export function priceNotes(form: FormDialog): readonly string[] {
	const known = listPriceIn(form);
	return known === undefined ? [] : [known.words, 'ctrl-l fills it in; yours may be another.'];
}

/** Why the list price cannot be filled in; undefined when it can. */
export function whyNoListPrice(form: FormDialog): string | undefined {
	if (!isConnectionForm(form)) return 'this is not the form of a connection';
	return listPriceIn(form) === undefined ? 'no list price of the service is known' : undefined;
}
