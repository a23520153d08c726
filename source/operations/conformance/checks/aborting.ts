import {PassThrough} from 'node:stream';
import type {Check} from '../check.js';
import type {Trial} from '../trial.js';

/** An upload with a part that was aborted, and what was said of it. */
function aborted(trial: Trial) {
	return trial.shared('aborted', async () => {
		const {upload, parts} = await trial.small('aborted');
		return {upload, parts, outcome: trial.outcome(await trial.abort(upload))};
	});
}

/** Bytes of the part that is in flight; half of it is sent before the Abort. */
const half = 64 * 1024;

/** A part of which the second half leaves after the Abort was answered. */
async function inFlight(trial: Trial) {
	const {key, uploadId} = await trial.begin('in-flight');
	const body = new PassThrough();
	body.write(Buffer.alloc(half));
	const part = trial.send({
		...{operation: 'UploadPart', key, uploadId, number: 1},
		...{body, length: 2 * half},
	});
	part.catch(() => {});
	let abort = '';
	try {
		// The service has the first half before it is asked to abort: the Abort waits behind another request.
		await trial.listParts({key, uploadId});
		abort = trial.outcome(await trial.abort({key, uploadId}));
	} finally {
		body.end(Buffer.alloc(half));
		await part;
	}
	return {abort, part: trial.outcome(await part)};
}

export const abortingChecks = [
	{id: 'abort', want: 'ok', observe: async trial => (await aborted(trial)).outcome},
	{
		id: 'abort-parts',
		want: '404 NoSuchUpload',
		async observe(trial) {
			const {upload} = await aborted(trial);
			return trial.outcome(await trial.listParts(upload));
		},
	},
	{
		id: 'abort-unlisted',
		needs: 'list',
		want: 'not listed',
		async observe(trial) {
			const {upload} = await aborted(trial);
			const {rows} = await trial.page('aborted');
			const isListed = rows.some(({uploadId}) => uploadId === upload.uploadId);
			return isListed ? 'listed' : 'not listed';
		},
	},
	{
		id: 'abort-twice',
		want: '404 NoSuchUpload',
		async observe(trial) {
			const {upload} = await aborted(trial);
			return trial.outcome(await trial.abort(upload));
		},
	},
	{
		id: 'complete-aborted',
		want: '404 NoSuchUpload',
		async observe(trial) {
			const {upload, parts} = await aborted(trial);
			return trial.outcome(await trial.complete(upload, parts));
		},
	},
	{
		id: 'abort-other-key',
		want: {abort: '404 NoSuchUpload', parts: 'ok'},
		async observe(trial) {
			const {upload} = await trial.small('abort-right-key');
			const other = {key: trial.key('abort-other-key'), uploadId: upload.uploadId};
			const abort = trial.outcome(await trial.abort(other));
			return {abort, parts: trial.outcome(await trial.listParts(upload))};
		},
	},
	{
		id: 'abort-one-of-two',
		want: {abort: 'ok', other: 1},
		async observe(trial) {
			const {upload: first} = await trial.small('two');
			const {upload: second} = await trial.small('two');
			const abort = trial.outcome(await trial.abort(first));
			const answer = await trial.listParts(second);
			const outcome = trial.outcome(answer);
			const parts = answer.root?.children.filter(({local}) => local === 'Part').length;
			return {abort, other: outcome === 'ok' ? parts : outcome};
		},
	},
	{
		id: 'abort-in-flight',
		want: {abort: 'ok', part: '404 NoSuchUpload'},
		observe: inFlight,
	},
] as const satisfies readonly Check[];
