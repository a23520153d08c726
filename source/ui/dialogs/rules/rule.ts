import {escapeForTerminal} from '../../../terminal/escape.js';
import {rangeWords, ruleDays} from '../../../text/rule-words.js';
import {blank} from '../../components/segments.js';
import {exactly, fact, note, title} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';
import {xmlLines} from './rule-lines.js';

/** A rule in words, and as the service sent it. */
export const ruleView: DialogView<'rule'> = {
	draw({row: {rule, lines}}, _, on) {
		const {id, enabled, range, abort} = rule;
		return {
			body: [
				title('A rule of the bucket'),
				exactly('id', id === '' ? undefined : id, on),
				fact('for', escapeForTerminal(rangeWords(range)), on),
				fact('aborts', abort && `uploads after ${ruleDays(abort.days)}`, on),
				fact('is', enabled ? 'enabled' : 'disabled', on),
				blank,
				xmlLines(lines, ' ', 'plain', on),
			],
			foot: [blank, note('y copies, esc closes', on)],
		};
	},
};
