import type {
	TestedPermission,
	Verdict,
} from '../../../operations/connection-test/connection-test.js';
import type {DialogOf} from '../../../session/dialogs/dialog.js';
import {padEnd, truncateMiddle} from '../../../terminal/cells.js';
import {escapeForTerminal} from '../../../terminal/escape.js';
import {cutText, wrapText} from '../../../terminal/wrap.js';
import {permissionWords, testTroubleWords} from '../../../text/connection-test-reasons.js';
import {testFacts, verdictWords, whyNotTested} from '../../../text/connection-test-words.js';
import {answerFacts} from '../../../text/failure/failure-words.js';
import {blank, type Drawing, type Groups, type Lined} from '../../components/segments.js';
import type {Glyphs, Role} from '../../frame/theme.js';
import {indented} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

type Test = NonNullable<DialogOf<'test'>['test']>;

/** Cells in front of what is said of a fact or under a row of the table. */
const margin = 16;
const actionWidth = 30;
const verdictWidth = 11;

/** What a connection is good for: facts, what stands in the way, and a row for each right. */
export const testView: DialogView<'test'> = {
	turns: isRunning,
	draw(dialog, _, on) {
		const {test, refused, label} = dialog;
		const asking = isRunning(dialog) ? ` ${on.spinner} asking` : '';
		return {
			body: [
				[[{text: `   Test of ${escapeForTerminal(label)}${asking}`, role: 'strong'}]],
				blank,
				refused !== undefined && bad(refused, on),
				...(test === undefined ? [] : testRows(test, on)),
			],
		};
	},
};

function isRunning({refused, test}: DialogOf<'test'>): boolean {
	return refused === undefined && test?.isDone !== true;
}

function testRows(test: Test, on: Drawing): Groups {
	return [
		...testFacts(test).map(({title, text, isWarning}) =>
			wrapText(escapeForTerminal(text), on.width - margin - 1).map((row, at) => [
				{text: `   ${padEnd(at === 0 ? title : '', margin - 3)}`, role: 'dim' as const},
				{text: row, role: isWarning ? ('warn' as const) : ('plain' as const)},
			]),
		),
		blank,
		...troubleRows(test.trouble, on),
		...test.permissions.map(row => permissionRows(row, on)),
		blank,
		[[{text: `   ${whyNotTested}`, role: 'dim'}]],
	];
}

function troubleRows(trouble: Test['trouble'], on: Drawing): Groups {
	if (trouble === undefined) return [];
	const {sentence, advice = ''} = testTroubleWords(trouble.reason, 'app');
	return [
		bad(sentence, on),
		indented(advice, 5, on.width - 6),
		indented(answerFacts(trouble).join(', '), 5, on.width - 6),
		blank,
	];
}

function bad(text: string, {width, glyphs}: Drawing): Lined {
	return wrapText(escapeForTerminal(text), width - 6).map((row, at) => [
		{text: `   ${at === 0 ? glyphs.bad : ' '} `, role: 'danger'},
		{text: row},
	]);
}

function permissionRows(row: TestedPermission, {width, glyphs}: Drawing): Lined {
	const {action, verdict, resource, code, reason} = row;
	const [sign, role] = signs(glyphs)[verdict];
	const room = width - 6 - actionWidth - verdictWidth;
	const arn = escapeForTerminal(resource);
	// What is allowed needs no words; what is missing is named whole, so that it can be asked for.
	const isShown = verdict !== 'allowed' && verdict !== 'not-tested' && verdict !== 'waiting';
	const words = [code ?? '', reason === undefined ? '' : permissionWords(reason, 'app')]
		.filter(text => text !== '')
		.join(': ');
	return [
		[
			{text: `   ${sign} `, role},
			{text: padEnd(action, actionWidth)},
			{text: padEnd(verdictWords[verdict], verdictWidth), role},
			{text: truncateMiddle(arn, room, glyphs.ellipsis), role: 'dim'},
		],
		...(isShown && arn.length > room
			? cutText(arn, width - 8).map(text => [{text: `       ${text}`}])
			: []),
		...(isShown ? indented(words, 7, width - 8, 'dim') : []),
	];
}

function signs(glyphs: Glyphs): Readonly<Record<Verdict, readonly [string, Role]>> {
	return {
		waiting: [' ', 'dim'],
		allowed: [glyphs.good, 'alive'],
		denied: [glyphs.bad, 'danger'],
		failed: [glyphs.bad, 'danger'],
		unknown: [glyphs.unknown, 'warn'],
		'not-tested': [glyphs.none, 'dim'],
	};
}
