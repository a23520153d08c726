import {describe, expect, test} from 'vitest';
import {type Case, cases} from '../../session/dialogs/cases.js';
import {drawn} from '../drawn.js';

/** The dialogs that ask by two buttons while they can. */
const asking = [
	'complete',
	'abort',
	'abort-many',
	'resume-run',
	'make-public',
	'read-more',
	'remove-connection',
	'text',
] as const;

describe.each(asking)('the footer of the dialog %s', kind => {
	test.each(Object.entries<Case>(cases[kind]))(
		'%s: names buttons where there are some',
		(_, {open}) => {
			const rows = drawn(open());
			const footer = rows.at(-1) ?? '';
			const hasButtons = rows.some(row => /^ +▸? *Cancel\b/.test(row));
			expect(/\bswitch\b/.test(footer)).toBe(hasButtons);
			expect(/\bchoose\b/.test(footer)).toBe(hasButtons);
		},
	);
});
