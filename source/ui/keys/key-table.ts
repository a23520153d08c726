import {type Context, contextTitles} from '../../session/keys/binding.js';
import {bindings} from '../../session/keys/keymap.js';
import {keyName} from '../frame/footer.js';
import {unicodeGlyphs} from '../frame/theme.js';

/** The tables of docs/keys.md: every binding, context by context. */
export function keyTable(): string {
	const contexts = Object.keys(contextTitles) as Context[];
	return contexts.map(tableOf).join('\n\n');
}

function tableOf(context: Context): string {
	const rows = bindings
		.filter(binding => binding.context === context)
		.map(({keys, description}) => {
			const names = keys.map(key => `\`${keyName(key, unicodeGlyphs).replace('|', '\\|')}\``);
			return `| ${names.join(' ')} | ${description} |`;
		});
	return [`## ${contextTitles[context]}`, '', '| keys | |', '|---|---|', ...rows].join('\n');
}
