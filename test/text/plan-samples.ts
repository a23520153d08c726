import {type CompletionPlan, planCompletion} from '../../source/multipart/completion/completion.js';
import type {CompletionFacts} from '../../source/multipart/completion/finding.js';
import {serviceFacts} from '../../source/multipart/services/service.js';

const MiB = 1024 * 1024;
const now = Date.parse('2026-11-22T12:00:00Z');
const etag = '"0c8f9e2b7d4a4f0f8a5f0b8f3b6241d2-2"';

const partAt = (partNumber: number, lastModified = now - 10 * 86_400_000) => ({
	partNumber,
	size: 8 * MiB,
	etag: `"${String(partNumber).padStart(32, '0')}"`,
	lastModified,
	checksums: {},
});

function plan(more: Partial<CompletionFacts> = {}): CompletionPlan {
	return planCompletion({
		target: {bucket: 'media', key: 'a.mov', uploadId: '2~abc'},
		listing: {parts: [partAt(1), partAt(2)]},
		facts: serviceFacts({endpoint: 'https://s3.eu-west-1.amazonaws.com'}),
		existing: undefined,
		now,
		uploadKeyCertain: true,
		...more,
	});
}

const object = {size: 16 * MiB, etag, lastModified: now - 86_400_000};

/** Plans that differ in what their facts say. */
export function plans(): CompletionPlan[] {
	const unsized = {parts: [partAt(1), {...partAt(2), size: undefined}]};
	return [
		plan(),
		plan({excluded: new Set([2])}),
		plan({listing: unsized}),
		plan({listing: {parts: [{...partAt(1), size: undefined}]}}),
		plan({listing: {parts: []}}),
		plan({listing: {parts: [{...partAt(1), etag: '"abc"'}]}}),
		plan({existing: 'denied', facts: serviceFacts({endpoint: 'https://storage.googleapis.com'})}),
		plan({existing: object}),
		plan({existing: {}, overwrite: true}),
		plan({existing: object, overwrite: true}),
		plan({unconditional: true}),
	];
}
