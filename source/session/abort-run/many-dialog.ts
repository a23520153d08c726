import type {AbortSelection} from '../../multipart/abort-selection.js';
import {heldCount} from '../../multipart/makers/makers.js';
import type {SeenService} from '../../multipart/services/service.js';
import type {Upload} from '../../multipart/upload.js';
import type {RunAct} from '../acts/acts-state.js';
import type {ActionOf} from '../core/action.js';
import type {AbortSource} from '../core/effect.js';
import {type SessionState, topScreen, type UploadsScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {commandOfMany, commandToAbortMany} from '../dialogs/commands-of-many.js';
import type {Dialog, TypedWord} from '../dialogs/dialog.js';
import {
	closed,
	editWord,
	scrollKeys,
	whenTyped,
	withDialog,
	wordKeys,
	wordToType,
} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {startOfList} from '../frame/list-cursor.js';
import {key} from '../keys/binding.js';
import {beginRun} from './begin.js';
import {shownAs} from './many-facts.js';
import type {Queried} from './queried.js';

/** The confirmation of an abort of many. */
export type AbortManyDialog = {
	readonly kind: 'abort-many';
	readonly source: AbortSource;
	readonly bucket: string;
	readonly prefix: string;
	/** How many were named. */
	readonly named: number;
	/** How many the list held that named them. */
	readonly listed?: number;
	/** Which service that was, where the list was read to its end. */
	readonly listedBy?: SeenService;
	/** They are all that is in progress in the bucket. */
	readonly isEverything: boolean;
	/** What a command asks for to name the same; absent until they are read, and where none does. */
	readonly queried?: Queried;
	/** How many were read so far of those that had to be. */
	readonly read: number;
	readonly toRead: number;
	/** How many of them the filter of the list hides. */
	readonly hidden: number;
	/** How many the filter leaves out of what is named; absent: none. */
	readonly filtered?: number;
	/** Absent while it is planned. */
	readonly selection?: AbortSelection;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
	/** Absent until it was chosen: see `shownAs`. */
	readonly show?: 'prefixes' | 'keys';
	readonly returnTo?: Dialog;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'abort-many': AbortManyDialog;
	}
}

const includeKeys = {
	'include-active': key<AbortManyDialog>(
		'i',
		'include active',
		'Among several to abort: include the active ones; changes the word to type',
		(state, dialog) => planAnew(state, dialog, {includeActive: true}),
		{priority: 2, rare: true, disabled: whyNoActiveLeftOut},
	),
	'include-held': key<AbortManyDialog>(
		'H',
		'include held',
		'Among several to abort: include those that a program holds open on purpose; changes the word to type',
		(state, dialog) => planAnew(state, dialog, {includeHeld: true}),
		{priority: 2, rare: true, disabled: whyNoHeldLeftOut},
	),
};

const showKey = {
	'show-keys': key<AbortManyDialog>(
		'tab',
		'keys',
		'Among several to abort: show their keys, or their prefixes with what they hold',
		(state, dialog) =>
			step(
				withDialog(
					{...state, scroll: 0},
					{...dialog, show: shownAs(dialog) === 'keys' ? 'prefixes' : 'keys'},
				),
			),
		{
			priority: 2,
			disabled: (_, {selection}) => (selection === undefined ? whyNotRead : undefined),
		},
	),
};

/** What was included before stays so. */
function planAnew(
	state: SessionState,
	{source, bucket, prefix, selection}: AbortManyDialog,
	more: {readonly includeActive?: true; readonly includeHeld?: true},
): Step {
	const includeActive = selection?.activeTaken ?? false;
	const includeHeld = selection?.heldTaken ?? false;
	const about = {source, bucket, prefix, includeActive, includeHeld};
	return step(state, {type: 'plan-run', ...about, ...more});
}

export const abortManyDialog: DialogRecord<AbortManyDialog> = {
	keys: {
		choice: {
			confirm: key('enter', 'choose', 'Press the button', leave, {
				needsOwnKeypress: true,
				disabled: (_, {selection}) => (selection === undefined ? whyNotRead : undefined),
			}),
			...includeKeys,
			...scrollKeys('pagedown ctrl-d j down', 'pageup ctrl-u k up'),
			back: key('esc', 'cancel', 'Close; nothing is sent', leave, {priority: 1}),
		},
		word: wordKeys(goOn, leave, {
			...showKey,
			...includeKeys,
			...commandOfMany(commandOf, whyNoCommand),
		}),
	},
	onEdit: editWord,
};

function goOn(state: SessionState, dialog: AbortManyDialog): Step {
	const {selection, word, trouble, bucket, prefix, listed, listedBy, source} = dialog;
	if (selection === undefined || word === undefined || trouble !== undefined)
		return leave(state, dialog);
	return whenTyped(state, word, () => {
		const {uploads} = selection;
		const where = {bucket, listed, listedBy, ...(prefix === '' ? {} : {prefix})};
		const [begun, effects] = beginRun(state, {...where, uploads});
		// What was marked is decided: what is left out is not to be taken for chosen again.
		return source.kind === 'marked'
			? step(begun, ...effects, {type: 'clear-marks', screen: source.screen})
			: [begun, effects];
	});
}

function leave(state: SessionState, dialog: AbortManyDialog): Step {
	return step(closed(state, dialog), {type: 'stop-preparing'});
}

/**
 * Opens the confirmation for the marked uploads, or for those of a group; those whose parts were never looked at are
 * read first.
 *
 * @param about how many they are, how many of the same the filter leaves out, and of the group their handles; without
 *   handles it is what is marked.
 */
export function startAbortMany(
	state: SessionState,
	screen: UploadsScreen,
	{
		named,
		handles,
		filtered,
	}: Pick<AbortManyDialog, 'named' | 'filtered'> & {readonly handles?: Uint32Array},
): Step {
	const {id, bucket, prefix, totals, listing, service, serviceVersion: version} = screen;
	return ask(state, {
		source:
			handles === undefined ? {kind: 'marked', screen: id} : {kind: 'group', screen: id, handles},
		bucket,
		prefix,
		named,
		filtered,
		listed: totals.count,
		...(listing === 'ended' ? {listedBy: {service, version}} : {}),
		isEverything: prefix === '' && listing === 'ended' && named === totals.count,
	});
}

/** Opens the confirmation for what is left of a run: all of it is read again first. */
export function startAbortAgain(
	state: SessionState,
	{id, bucket}: Pick<RunAct, 'id' | 'bucket'>,
	uploads: readonly Upload[],
): Step {
	return ask(state, {
		source: {kind: 'again', uploads, act: id},
		bucket,
		prefix: '',
		named: uploads.length,
		isEverything: false,
		returnTo: {kind: 'run', act: id, cursor: startOfList},
	});
}

function ask(
	state: SessionState,
	about: Pick<
		AbortManyDialog,
		| 'source'
		| 'bucket'
		| 'prefix'
		| 'named'
		| 'filtered'
		| 'listed'
		| 'listedBy'
		| 'isEverything'
		| 'returnTo'
	>,
): Step {
	const {source, bucket, prefix} = about;
	return step(withDialog(state, {kind: 'abort-many', ...about, read: 0, toRead: 0, hidden: 0}), {
		type: 'plan-run',
		source,
		bucket,
		prefix,
		includeActive: false,
		includeHeld: false,
	});
}

/** How far the uploads are read. */
export function runPlanning(state: SessionState, {read, toRead}: ActionOf<'run-planning'>): Step {
	const {dialog} = state;
	return dialog?.kind === 'abort-many' && dialog.selection === undefined
		? step(withDialog(state, {...dialog, read, toRead}))
		: step(state);
}

/** The uploads were read and selected: the confirmation asks. */
export function runPlanned(
	state: SessionState,
	{selection, hidden, queried}: ActionOf<'run-planned'>,
): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'abort-many') return step(state);
	const word = wordFor(dialog, selection);
	return step(withDialog(state, {...dialog, selection, hidden, queried, word}));
}

/** The count, or the bucket's name when it is all of it; active and held ones have to be named as that, too. */
function wordFor(
	{bucket, isEverything, named}: AbortManyDialog,
	{uploads, activeTaken, active, heldTaken}: AbortSelection,
): TypedWord | undefined {
	if (uploads.length === 0) return undefined;
	const wanted = isEverything && uploads.length === named ? bucket : String(uploads.length);
	const also = [...(activeTaken && active > 0 ? ['active'] : []), ...(heldTaken ? ['held'] : [])];
	if (also.length === 0) return wordToType(wanted, `type ${wanted} to go on`);
	const word = [wanted, ...also].join(' ');
	return wordToType(word, `type ${word} to abort ${also.join(' and ')} ones too`);
}

/** The command that names the same. */
function commandOf(state: SessionState, {bucket, queried, selection}: AbortManyDialog) {
	return queried === undefined || selection === undefined
		? []
		: commandToAbortMany(
				state,
				{bucket, ...queried},
				{
					includeActive: selection.activeTaken,
					includeHeld: selection.heldTaken,
				},
			);
}

/** Why no command names the same; undefined where one does. */
function whyNoCommand(state: SessionState, dialog: AbortManyDialog): string | undefined {
	const {selection, queried} = dialog;
	if (selection === undefined) return whyNotRead;
	if (queried === undefined) return 'no query names just these: --plan-out, then --plan';
	const screen = topScreen(state);
	if (screen?.kind !== 'uploads') return undefined;
	const {listing, query, totals} = screen;
	const isUnread = query.needsParts && totals.read + totals.unreadable < totals.count;
	return listing === 'ended' && !isUnread ? undefined : 'not all is read: a command may name more';
}

const whyNotRead = 'the uploads are being read';

/** Why no active ones can be included; undefined when there are any. */
function whyNoActiveLeftOut(_: SessionState, {selection}: AbortManyDialog): string | undefined {
	if (selection === undefined) return whyNotRead;
	return selection.active > 0 && !selection.activeTaken
		? undefined
		: 'no active upload is left out';
}

/** Why no held ones can be included; undefined when there are any. */
function whyNoHeldLeftOut(_: SessionState, {selection}: AbortManyDialog): string | undefined {
	if (selection === undefined) return whyNotRead;
	return heldCount(selection.heldBy) + selection.heldUnseen > 0 && !selection.heldTaken
		? undefined
		: 'no held upload is left out';
}
