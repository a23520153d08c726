import type {ObjectCall} from '../call.js';
import {plannedAbort} from '../store/lifecycle.js';
import type {Reply} from '../wire/reply.js';

/** The headers that say when and why an upload will be aborted; none when nothing will. */
export function abortHeaders(
	{bucket, key}: Pick<ObjectCall, 'bucket' | 'key'>,
	initiated: number,
): Record<string, string> {
	const planned = plannedAbort(bucket.settings.lifecycle, {key, initiated});
	if (planned === undefined) return {};
	return {
		'x-amz-abort-date': new Date(planned.date).toUTCString(),
		// A header holds no more than Latin-1: what is beyond printable ASCII is encoded as in a URL.
		'x-amz-abort-rule-id': planned.ruleId.replace(/[^ -~]+/gu, encodeURIComponent),
	};
}

/** The operation, with these headers for the upload that the request names, or begins now. */
export function withAbortHeaders(
	run: (call: ObjectCall) => Reply | Promise<Reply>,
): (call: ObjectCall) => Promise<Reply> {
	return async call => {
		const {bucket, key, request, now} = call;
		const reply = await run(call);
		const id = request.query.get('uploadId');
		const initiated = id === undefined ? now : bucket.upload(key, id)?.initiated;
		if (initiated === undefined) return reply;
		return {...reply, headers: {...reply.headers, ...abortHeaders(call, initiated)}};
	};
}
