import type {ObjectCall} from '../call.js';
import {invalidRequest, S3Error} from '../errors.js';
import {BodyRange, JoinedBody} from '../store/body.js';
import type {StoredObject} from '../store/model.js';
import type {Reply} from '../wire/reply.js';
import {isNotModified} from './conditions.js';
import {existingObject} from './existing-object.js';
import {checksumAnswer, objectAnswer} from './object-answer.js';
import {type ByteRange, readRange} from './ranges.js';
import {tagsDocument, tagsOf} from './tags.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function getObject(call: ObjectCall): Reply {
	const {reply, range, object} = look(call);
	if (reply.status === 304) return reply;
	const body = new BodyRange(object.body, range.start, range.end);
	body.keep();
	return {...reply, body};
}

/** Clients that copy in parts ask for it. */
export function getObjectTagging(call: ObjectCall): Reply {
	return {status: 200, body: tagsDocument(tagsOf(existingObject(call)))};
}

export function headObject(call: ObjectCall): Reply {
	const {reply, range} = look(call);
	if (reply.status === 304) return reply;
	const headers = {...reply.headers, 'Content-Length': String(range.end - range.start)};
	return {...reply, headers};
}

/** What a GET answers but for the bytes, and which they are. */
function look(call: ObjectCall): {reply: Reply; range: ByteRange; object: StoredObject} {
	const {headers, query} = call.request;
	const object = existingObject(call);
	const {size} = object.body;
	const whole = {start: 0, end: size};
	const answer = objectAnswer(object, call);
	if (isNotModified(headers, object))
		return {reply: {status: 304, headers: answer}, range: whole, object};
	const partNumber = query.get('partNumber');
	if (partNumber !== undefined && headers.has('range'))
		throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
	const range =
		partNumber === undefined
			? readRange(headers.get('range'), size)
			: partRange(object, Number(partNumber));
	if (range === undefined) {
		const all = {...answer, ...checksumAnswer(object, call)};
		return {reply: {status: 200, headers: all}, range: whole, object};
	}
	const part = {
		...answer,
		...(size > 0 && {'Content-Range': `bytes ${range.start}-${range.end - 1}/${size}`}),
		...(partNumber !== undefined &&
			object.body instanceof JoinedBody && {
				'x-amz-mp-parts-count': String(object.body.bodies.length),
			}),
	};
	return {reply: {status: 206, headers: part}, range, object};
}

/** Where a part lies in its object; one that was not made of parts has one. */
function partRange({body}: StoredObject, number: number): ByteRange {
	const parts = body instanceof JoinedBody ? body.bodies : [body];
	const part = parts[number - 1];
	if (part === undefined) {
		throw new S3Error(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
			ActualPartCount: String(parts.length),
			PartNumberRequested: String(number),
		});
	}
	const start = parts.slice(0, number - 1).reduce((sum, {size}) => sum + size, 0);
	return {start, end: start + part.size};
}
