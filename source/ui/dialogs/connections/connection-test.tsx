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
import {Panel} from '../../components/panel.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs, Role} from '../../frame/theme.js';
import {type Lined, warning} from '../dialog-lines.js';
import type {DialogProps} from '../dialog-props.js';

/** Cells in front of what is said of a fact or under a row of the table. */
const margin = 16;
const actionWidth = 30;
const verdictWidth = 11;

/** What a connection is good for: facts, what stands in the way, and a row for each right. */
export function ShowTest({state, dialog, height}: DialogProps<'test'>) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {test, refused, label} = dialog;
	const running = refused === undefined && test?.isDone !== true;
	const spinner = useSpinner(running, glyphs);
	const head = `   Test of ${escapeForTerminal(label)}${running ? ` ${spinner} asking` : ''}`;
	return (
		<Panel
			width={width}
			height={height}
			body={[
				[{text: head, role: 'strong'}],
				[],
				...(refused === undefined ? [] : bad(refused, width, glyphs)),
				...(test === undefined
					? []
					: [
							...testFacts(test).flatMap(({title, text, isWarning}) =>
								wrapText(escapeForTerminal(text), width - margin - 1).map((row, at) => [
									{
										text: `   ${padEnd(at === 0 ? title : '', margin - 3)}`,
										role: 'dim' as const,
									},
									{text: row, role: isWarning ? ('warn' as const) : ('plain' as const)},
								]),
							),
							[],
							...troubleRows(test.trouble, width, glyphs),
							...test.permissions.flatMap(row => permissionRows(row, width, glyphs)),
							[],
							[{text: `   ${whyNotTested}`, role: 'dim' as const}],
						]),
			]}
		/>
	);
}

function troubleRows(
	trouble: NonNullable<DialogOf<'test'>['test']>['trouble'],
	width: number,
	glyphs: Glyphs,
): Lined {
	if (trouble === undefined) return [];
	const {reason, code, status, requestId} = trouble;
	const {sentence, advice} = testTroubleWords(reason, 'app');
	const facts = [
		...(code === undefined ? [] : [code]),
		...(status === undefined ? [] : [`HTTP ${status}`]),
		...(requestId === undefined ? [] : [`request ${requestId}`]),
	].join(', ');
	return [
		...bad(sentence, width, glyphs),
		...[advice ?? '', facts]
			.filter(text => text !== '')
			.flatMap(text => wrapText(escapeForTerminal(text), width - 6))
			.map(text => [{text: `     ${text}`}]),
		[],
	];
}

function bad(text: string, width: number, glyphs: Glyphs): Lined {
	return warning(escapeForTerminal(text), width, {...glyphs, warn: glyphs.bad}).map(
		([sign, ...rest]) => [{text: sign?.text ?? '', role: 'danger' as const}, ...rest],
	);
}

function permissionRows(row: TestedPermission, width: number, glyphs: Glyphs): Lined {
	const {action, verdict, resource, code, reason} = row;
	const [sign, role] = signs(glyphs)[verdict];
	const room = width - 6 - actionWidth - verdictWidth;
	const arn = escapeForTerminal(resource);
	const isCut = arn.length > room;
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
		...(isShown && isCut ? cutText(arn, width - 8).map(text => [{text: `       ${text}`}]) : []),
		...(isShown && words !== ''
			? wrapText(escapeForTerminal(words), width - 8).map(text => [
					{text: `       ${text}`, role: 'dim' as const},
				])
			: []),
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
