import {planCompletion} from '../../source/multipart/completion/completion.js';
import type {Seen} from '../../source/multipart/completion/evidence.js';
import {type ServiceFacts, serviceFacts} from '../../source/multipart/services/service.js';
import {day, hour, type ListStage, listed, listStage, MiB, now} from './list-stage.js';
import {bucket} from './stage.js';

/** A plan of parts that landed ten days ago, with these numbers and sizes; nothing is at the key. */
export function planOf(
	key: string,
	parts: ReadonlyArray<readonly [partNumber: number, size: number]>,
	{
		facts = serviceFacts({endpoint: 'http://127.0.0.1:9000'}),
		existing,
	}: {readonly facts?: ServiceFacts; readonly existing?: Seen} = {},
) {
	return planCompletion({
		target: {bucket, key, uploadId: `id of ${key}`},
		listing: {
			parts: parts.map(([partNumber, size]) => ({
				...{partNumber, size, etag: `"${String(partNumber).padStart(32, '0')}"`},
				...{lastModified: now - 10 * day, checksums: {}},
			})),
		},
		facts,
		existing,
		initiated: now - 10 * day - hour,
		now,
		uploadKeyCertain: true,
	});
}

/** The parts of one upload on the screen: pairs of number and size, or five of which the last is small. */
export function partsStage(
	parts: ReadonlyArray<readonly [number, number]> = [8, 8, 8, 8, 1].map((size, at) => [
		at + 1,
		size * MiB,
	]),
	{
		facts,
		existing,
		...size
	}: {facts?: ServiceFacts; existing?: Seen; columns?: number; rows?: number} = {},
): ListStage {
	const key = 'raw/tape.tar';
	const on = listStage([listed(key)], size);
	on.keys('enter');
	on.tell({
		type: 'parts-loaded',
		screen: on.screen.id,
		plan: planOf(key, parts, {facts, existing}),
	});
	return on;
}
