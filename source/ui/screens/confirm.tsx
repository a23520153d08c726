import {isBlocked} from '../../multipart/completion.js';
import {formatAge, formatBytes, formatCount, plural} from '../../multipart/units.js';
import type {AbortPlan} from '../../operations/abort.js';
import {abortable} from '../../session/ask.js';
import type {
	AbortDialog,
	CompleteDialog,
	Focus,
	ReadMoreDialog,
	RemoveDialog,
	TypedWord,
} from '../../session/dialog-state.js';
import type {SessionState} from '../../session/state.js';
import {padEnd} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {wrapText} from '../../terminal/wrap.js';
import {fieldSegments} from '../components/field.js';
import {Lines} from '../components/lines.js';
import type {Segment} from '../components/segments.js';
import {useSpinner} from '../components/spinner.js';
import {useGlyphs} from '../presentation.js';
import type {Glyphs} from '../theme.js';
import {exactBytes, timeOrNone, troubleLines} from '../words.js';
import {findingLines} from './parts.js';

type Lined = Array<readonly Segment[]>;

/** A fact of a confirmation: its name, then its value, broken where it is longer than the row. */
function fact(title: string, value: string, width: number): Lined {
	return wrapText(value, Math.max(10, width - 16)).map((text, at) => [
		{text: `   ${padEnd(at === 0 ? title : '', 11)}`, role: 'dim'},
		{text},
	]);
}

function title(text: string): Lined {
	return [[], [{text: `   ${text}`, role: 'strong'}], []];
}

/** Two buttons; the focus is seen by a sign, and starts on the one that does nothing. */
function buttons(focus: Focus, go: string, glyphs: Glyphs): Lined {
	const button = (text: string, focused: boolean): Segment => ({
		text: `${focused ? glyphs.cursor : ' '} ${text}`,
		role: focused ? 'selected' : 'plain',
	});
	return [
		[],
		[
			{text: '      '},
			button('Cancel', focus === 'cancel'),
			{text: '      '},
			button(go, focus === 'go'),
		],
	];
}

function wordLine({ask, line}: TypedWord, width: number, glyphs: Glyphs): Lined {
	const asked = `   ${ask}: `;
	return [
		[],
		[{text: asked, role: 'strong'}, ...fieldSegments(line, width - asked.length - 2, glyphs)],
	];
}

const otherClients =
	'Nobody else should be completing or aborting it: partway cannot see other clients.';

/** What completing makes, what it would overwrite, and what speaks against it: all of it before the question. */
export function ConfirmComplete({
	state,
	dialog,
	height,
}: {
	state: SessionState;
	dialog: CompleteDialog;
	height: number;
}) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {plan, target, upload} = dialog;
	const spinner = useSpinner(plan === undefined && dialog.trouble === undefined, glyphs);
	const named: Lined = [
		...fact('endpoint', state.connection?.endpoint ?? '', width),
		...fact('bucket', escapeForTerminal(target.bucket), width),
		...fact('key', escapeForTerminal(target.key), width),
		...fact('upload id', escapeForTerminal(target.uploadId), width),
	];
	if (dialog.trouble !== undefined)
		return (
			<Lines
				width={width}
				lines={[
					...title('Complete this upload?'),
					...named,
					[],
					...troubleLines(dialog.trouble, width, glyphs),
				]}
			/>
		);
	if (plan === undefined)
		return (
			<Lines
				width={width}
				lines={[
					...title('Complete this upload?'),
					...named,
					[],
					[{text: `   ${spinner} reading its parts and what is at the key`, role: 'dim'}],
				]}
			/>
		);
	const blocked = isBlocked(plan);
	const {expected, existing, facts} = plan;
	const there =
		existing === undefined
			? `nothing (looked just now; ${enforcement[facts.conditionalComplete]})`
			: existing === 'denied'
				? 'may not be looked at (HeadObject is denied)'
				: `an object of ${exactBytes(existing.size)} of ${timeOrNone(existing.lastModified, glyphs)}`;
	const etag = expected.etag ?? `not known before: ${expected.reason}`;
	const head: Lined = [
		...title(blocked ? 'This upload cannot be completed.' : 'Complete this upload?'),
		...dialog.changes.flatMap(change => [
			[
				{text: `   ${glyphs.warn} `, role: 'warn'},
				{text: `Changed meanwhile: ${change}`},
			] as readonly Segment[],
		]),
		...(dialog.changes.length > 0 ? [[]] : []),
		...named,
		...fact('initiated', timeOrNone(upload.initiated, glyphs), width),
		...fact('makes', `${exactBytes(plan.size)} from ${plural(plan.partCount, 'part')}`, width),
		...fact('ETag', etag, width),
		...fact('there now', there, width),
	];
	const danger = dialog.afterProbablyFailed ? probablyFailed(width, glyphs) : [];
	const foot: Lined = blocked
		? [[], [{text: '   esc closes', role: 'dim'}]]
		: [
				[{text: `   ${otherClients}`, role: 'dim'}],
				...(dialog.word === undefined
					? buttons(dialog.focus, 'Complete', glyphs)
					: wordLine(dialog.word, width, glyphs)),
			];
	// What the service enforces stands beside what is there.
	const findings = plan.findings.filter(({code}) => code !== 'not-enforced');
	const room = Math.max(1, height - head.length - danger.length - foot.length - 1);
	return (
		<Lines
			width={width}
			lines={[
				...head,
				...danger,
				[],
				...findingLines(findings, {limit: room, width}, glyphs),
				...foot,
			]}
		/>
	);
}

const enforcement = {
	enforced: 'the server enforces it',
	ignored: 'this service does not enforce it: a writer in between would be overwritten',
	unknown: 'whether the server enforces it is not known',
} as const;

/** Why the key has to be typed after an act of which nothing showed for a quarter of an hour. */
function probablyFailed(width: number, glyphs: Glyphs): Lined {
	return warning(
		'An act on this upload was sent before and has probably failed. If it is still at work, acting now could lose the data.',
		width,
		glyphs,
	);
}

/** Which uploads, what they hold, how long they are quiet, and which are left out. */
export function ConfirmAbort({state, dialog}: {state: SessionState; dialog: AbortDialog}) {
	const glyphs = useGlyphs();
	const {columns: width} = state.size;
	const {plans, uploads} = dialog;
	const spinner = useSpinner(plans === undefined && dialog.trouble === undefined, glyphs);
	const question =
		uploads.length === 1 ? 'Abort this upload?' : `Abort ${plural(uploads.length, 'upload')}?`;
	if (dialog.trouble !== undefined)
		return (
			<Lines
				width={width}
				lines={[...title(question), ...troubleLines(dialog.trouble, width, glyphs)]}
			/>
		);
	if (plans === undefined)
		return (
			<Lines
				width={width}
				lines={[
					...title(question),
					[
						{
							text: `   ${spinner} reading parts again, ${formatCount(dialog.read)} of ${formatCount(uploads.length)}`,
							role: 'dim',
						},
					],
				]}
			/>
		);
	const [only] = plans;
	const body =
		plans.length === 1 && only !== undefined
			? oneUpload(only, state, glyphs)
			: manyUploads(plans, dialog, state, glyphs);
	const chosen = abortable(plans);
	return (
		<Lines
			width={width}
			lines={[
				...title(
					chosen.length === uploads.length
						? question
						: `Abort ${formatCount(chosen.length)} of ${plural(uploads.length, 'upload')}?`,
				),
				...body,
				...(dialog.afterProbablyFailed ? [[], ...probablyFailed(width, glyphs)] : []),
				[],
				...(chosen.length === 0
					? [[{text: '   Nothing can be aborted here. esc closes', role: 'dim' as const}]]
					: [
							[
								{
									text: `   ${only !== undefined && plans.length === 1 ? otherClients : 'Each is read again just before, and left alone if it moved.'}`,
									role: 'dim' as const,
								},
							],
							...(dialog.word === undefined
								? buttons(dialog.focus, 'Abort', glyphs)
								: wordLine(dialog.word, width, glyphs)),
						]),
			]}
		/>
	);
}

function oneUpload(plan: AbortPlan, {size, now, connection}: SessionState, glyphs: Glyphs): Lined {
	const {reading, target, upload, liveness} = plan;
	const {columns: width} = size;
	const named = [
		...fact('endpoint', connection?.endpoint ?? '', width),
		...fact('bucket', escapeForTerminal(target.bucket), width),
		...fact('key', escapeForTerminal(target.key), width),
		...fact('upload id', escapeForTerminal(target.uploadId), width),
		...fact('initiated', timeOrNone(upload.initiated, glyphs), width),
	];
	if (reading.kind === 'read') {
		const {count, bytes, lastPart} = reading.summary;
		const quiet =
			lastPart === undefined ? '' : `; the last one ${formatAge(Math.max(0, now - lastPart))} ago`;
		const lost =
			count === 0 ? 'no parts' : `${exactBytes(bytes)} in ${plural(count, 'part')}${quiet}`;
		const state: Lined =
			liveness === 'active'
				? [
						[],
						...warning(
							'It is ACTIVE: something happened within the last hour. Somebody may be uploading.',
							width,
							glyphs,
						),
					]
				: liveness === 'unknown'
					? [
							[],
							...warning(
								'Whether it is still in use is unknown: the service gives no date.',
								width,
								glyphs,
							),
						]
					: [];
		return [...named, ...fact('loses', lost, width), ...fact('state', liveness, width), ...state];
	}
	if (reading.kind === 'gone')
		return [...named, [], [{text: '   The service does not know it any more; this makes sure.'}]];
	if (reading.kind === 'refused')
		return [...named, [], ...warning(reading.sentence, width, glyphs)];
	return [
		...named,
		[],
		...troubleLines(reading.failure, width, glyphs),
		...warning(
			'Its parts could not be read: whether it is still in use is unknown.',
			width,
			glyphs,
		),
	];
}

function warning(text: string, width: number, glyphs: Glyphs): Lined {
	return wrapText(text, width - 6).map((line, at) => [
		{text: `   ${at === 0 ? glyphs.warn : ' '} `, role: 'warn'},
		{text: line},
	]);
}

function manyUploads(
	plans: readonly AbortPlan[],
	{bucket}: AbortDialog,
	{size, now, connection}: SessionState,
	glyphs: Glyphs,
): Lined {
	const {columns: width} = size;
	const chosen = abortable(plans);
	let bytes = 0;
	const quiet: number[] = [];
	for (const {reading, upload} of chosen) {
		if (reading.kind !== 'read') continue;
		bytes += reading.summary.bytes;
		const since = reading.summary.lastPart ?? upload.initiated;
		if (since !== undefined) quiet.push(now - since);
	}
	const left = plans.filter(plan => !chosen.includes(plan));
	const count = (test: (plan: AbortPlan) => boolean) => left.filter(test).length;
	const active = count(({liveness, reading}) => reading.kind === 'read' && liveness === 'active');
	const refused = count(({reading}) => reading.kind === 'refused');
	const unknown = left.length - active - refused;
	const leftOut = [
		...(active > 0 ? [`${active} active`] : []),
		...(unknown > 0 ? [`${unknown} unknown`] : []),
		...(refused > 0 ? [`${refused} whose key is not certain`] : []),
	];
	const keys = chosen.slice(0, 3).map(({target}) => escapeForTerminal(target.key));
	return [
		...fact('endpoint', connection?.endpoint ?? '', width),
		...fact('bucket', escapeForTerminal(bucket), width),
		...fact('frees', `${formatBytes(bytes)} (listed)`, width),
		...(quiet.length === 0
			? []
			: fact(
					'quiet for',
					`${formatAge(Math.max(0, Math.min(...quiet)))} to ${formatAge(Math.max(0, ...quiet))} since the last part`,
					width,
				)),
		...keys.flatMap((key, at) => fact(at === 0 ? 'keys' : '', key, width).slice(0, 1)),
		...(chosen.length > keys.length
			? fact('', `and ${formatCount(chosen.length - keys.length)} more`, width)
			: []),
		...(leftOut.length > 0
			? [
					[],
					...warning(`left out: ${leftOut.join(', ')}. Abort those one at a time.`, width, glyphs),
				]
			: []),
	];
}

/** A look is a request: how many are sent is said before. */
export function ConfirmReadMore({state, dialog}: {state: SessionState; dialog: ReadMoreDialog}) {
	const glyphs = useGlyphs();
	return (
		<Lines
			width={state.size.columns}
			lines={[
				...title('Read the parts of all uploads?'),
				[
					{
						text: `   This sends ${plural(dialog.uploads, 'ListParts request')} or more: one for each upload, and one more for every 1,000 parts.`,
					},
				],
				[{text: '   esc in the list stops it; what was read stays.', role: 'dim'}],
				...buttons(dialog.focus, 'Read', glyphs),
			]}
		/>
	);
}

export function ConfirmRemove({state, dialog}: {state: SessionState; dialog: RemoveDialog}) {
	const glyphs = useGlyphs();
	return (
		<Lines
			width={state.size.columns}
			lines={[
				...title(`Remove the connection ${escapeForTerminal(dialog.name)}?`),
				[{text: '   It is taken out of the config of partway; nothing happens on the server.'}],
				...buttons(dialog.focus, 'Remove', glyphs),
			]}
		/>
	);
}
