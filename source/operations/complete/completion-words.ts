import {type Planned, sizesDiffer} from '../../multipart/completion/evidence.js';
import {plainEtag, sameEtag} from '../../multipart/etag.js';
import {formatBytes, sizeOrUnknown} from '../../multipart/text/units.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {saysNoSuchUpload, unclearWords} from '../journal/acting.js';
import type {CompletionLook} from './look.js';
import type {CompleteReply} from './reply.js';

/** What proves it, what the parts add up to where that is another size, and whether the upload is left of a refused Complete. */
export function doneSentence(planned: Planned, look: CompletionLook, refused: boolean): string {
	const {seen, upload} = look;
	const shown = `HeadObject shows ${shownSize(look)}the expected ETag`;
	const listed =
		typeof seen === 'object' && sizesDiffer(seen, planned)
			? `, though its parts were listed with ${sizeOrUnknown(planned.size)} in all`
			: '';
	const left = refused && upload.kind === 'listed' ? ' The upload is still listed.' : '';
	return `${shown}${listed}.${left}`;
}

/** `57.9 GiB with ` of what HeadObject shows; nothing where it tells no size. */
export function shownSize({seen}: CompletionLook): string {
	return typeof seen === 'object' && seen.size !== undefined
		? `${formatBytes(seen.size)} with `
		: '';
}

/** What HeadObject shows where that is not what was planned: `57.9 GiB with the ETag a…, where 4.0 MiB and b… were planned` */
export function differences(planned: Planned, {seen}: CompletionLook): string {
	if (typeof seen !== 'object') return 'nothing';
	const etag = plainEtag(seen.etag);
	const shown = [
		...(seen.size === undefined ? [] : [formatBytes(seen.size)]),
		etag === undefined ? 'another ETag' : `the ETag ${etag}`,
	];
	const expected = [
		...(sizesDiffer(seen, planned) ? [sizeOrUnknown(planned.size)] : []),
		...(planned.etag === undefined || sameEtag(planned.etag, seen.etag)
			? []
			: [plainEtag(planned.etag) ?? 'another ETag']),
	];
	const wanted =
		expected.length === 0
			? ''
			: `, where ${expected.join(' and ')} ${expected.length === 1 ? 'was' : 'were'} expected`;
	return `${shown.join(' with ')}${wanted}`;
}

/** What is heard of a Complete whose outcome nobody knows, what is at the key, and what is left of the upload. */
export function unknownSentence(
	planned: Planned,
	reply: CompleteReply,
	look: CompletionLook,
): string {
	const {evidence, upload} = look;
	const heard =
		reply.kind === 'nothing'
			? 'No answer is known'
			: reply.kind === 'answer'
				? reply.answer.about !== undefined
					? `The service answered for the ${reply.answer.about.what} ${escapeForTerminal(reply.answer.about.named)}`
					: reply.answer.etag === undefined
						? 'The answer is inconclusive'
						: 'The service reported success'
				: saysNoSuchUpload(reply.failure)
					? 'The service says that there is no such upload'
					: reply.failure.status === undefined || reply.failure.code === 'UnexpectedAnswer'
						? unclearWords(reply.failure)
						: 'The service answered with an error';
	const shown = {
		agrees: 'the expected object is at the key',
		plausible: 'an object of the planned size is at the key',
		unproven: 'a new object is at the key, and whether it is the planned one cannot be checked',
		'other-etag': `at the key HeadObject shows ${differences(planned, look)}`,
		differs: `at the key HeadObject shows ${differences(planned, look)}`,
		'same-as-before': 'the object from before is still at the key',
		absent: 'nothing is at the key yet',
		denied: 'checking the key is not allowed',
		'no-answer': 'checking the key failed',
	}[evidence];
	const left = {
		listed: 'the upload is still listed',
		gone: 'the upload is gone',
		unseen: 'whether the upload is still there could not be checked',
	}[upload.kind];
	return `${heard}; ${shown}, and ${left}.`;
}
