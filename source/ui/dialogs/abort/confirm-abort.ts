import {heldByWords} from '../../../multipart/makers/makers.js';
import {exactBytes, formatAge, heldWords, plural} from '../../../multipart/text/units.js';
import {stateWords} from '../../../multipart/upload-state.js';
import type {AbortPlan} from '../../../operations/abort/abort.js';
import type {SessionState} from '../../../session/core/state.js';
import {monthlyCostWords} from '../../../text/price-words.js';
import {reasonWords} from '../../../text/reason/reason-words.js';
import {blank, type Drawing, type Groups, type Lined} from '../../components/segments.js';
import {timeOrNone, troubleLines} from '../../text/words.js';
import {
	fact,
	mayLiveWarning,
	note,
	otherClients,
	probablyFailed,
	question,
	targetLines,
	title,
	waiting,
	warning,
} from '../dialog-lines.js';
import type {DialogView} from '../dialog-view.js';

/** Which upload, what it holds, how long it is quiet. */
export const abortView: DialogView<'abort'> = {
	turns: ({plan, trouble}) => plan === undefined && trouble === undefined,
	draw(dialog, state, on) {
		const {plan, moved, trouble} = dialog;
		const asked = title('Abort this upload?');
		if (trouble !== undefined) return {body: [asked, troubleLines(trouble, on)]};
		const news = moved !== undefined && [
			...warning(`Nothing was sent. ${moved} This is how it is now:`, on),
			...blank,
		];
		if (plan === undefined) return {body: [asked, news, waiting('reading its parts again', on)]};
		const refused = plan.reading.kind === 'refused';
		return {
			body: [
				asked,
				news,
				...oneUpload(plan, state, on),
				!refused && [...blank, ...note(otherClients, on)],
			],
			foot: [
				heldWarning(plan, on),
				danger(plan, state, on),
				dialog.afterProbablyFailed && probablyFailed(on),
				refused ? note('It cannot be aborted here. esc closes', on) : question(dialog, 'Abort', on),
			],
		};
	},
};

/** What one upload is, and what an abort of it loses. */
function oneUpload(
	{reading, target, upload, liveness, holder}: AbortPlan,
	{now, connection}: SessionState,
	on: Drawing,
): Groups {
	const named = [
		...targetLines(connection?.endpoint, target, on),
		...fact('initiated', timeOrNone(upload.initiated, on.glyphs), on),
	];
	if (reading.kind === 'gone')
		return [named, blank, [[{text: '   The service no longer knows it; this makes sure.'}]]];
	if (reading.kind === 'refused') return [named];
	if (reading.kind === 'not-found') return [named, fact('state', stateWords('not-found'), on)];
	if (reading.kind !== 'read') return [named, blank, troubleLines(reading.failure, on)];
	const {count, bytes, lacksSizes, lastPart} = reading.summary;
	const quiet =
		lastPart === undefined ? '' : `; the last one ${formatAge(Math.max(0, now - lastPart))} ago`;
	const lost =
		count === 0
			? 'no parts'
			: `${lacksSizes ? heldWords(bytes, true) : exactBytes(bytes)} in ${plural(count, 'part')}${quiet}`;
	const held = holder?.isSure ? `, ${heldByWords(holder.maker)}` : '';
	const cost = monthlyCostWords(bytes, connection?.price, on.glyphs, lacksSizes);
	return [
		named,
		fact('loses', lost, on),
		fact('saves', cost, on),
		fact('state', `${liveness}${held}`, on),
	];
}

/** That a program holds it open on purpose, and what an abort loses beside its parts. */
function heldWarning({holder, reading}: AbortPlan, on: Drawing): Lined {
	if (holder === undefined || reading.kind === 'gone' || reading.kind === 'refused') return [];
	const {maker, isSure} = holder;
	const words = isSure
		? `It is HELD OPEN ON PURPOSE by ${maker.id}.`
		: `It may be HELD OPEN ON PURPOSE by ${maker.id}. If it is:`;
	return warning(`${words} ${maker.lost}`, on);
}

/** What is seen all the time, however long the rest: that it lives, or may. */
function danger({reading, liveness}: AbortPlan, state: SessionState, on: Drawing): Lined {
	switch (reading.kind) {
		case 'refused':
			return warning(reasonWords(reading.reason), on);
		case 'gone':
			return [];
		case 'not-found':
			return warning(
				'The service lists it and finds no such upload: what it holds, and whether it is in use, is unknown.',
				on,
			);
		case 'read':
			return mayLiveWarning(liveness, state, on);
		default:
			return warning('Its parts could not be read: whether it is in use is unknown.', on);
	}
}
