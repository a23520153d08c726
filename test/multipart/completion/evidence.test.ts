import {expect, test} from 'vitest';
import {
	type Evidence,
	judgeObject,
	type Planned,
	type Seen,
} from '../../../source/multipart/completion/evidence.js';

const etag = '"0c8f9e2b7d4a4f0f8a5f0b8f3b6241d2-2"';
const planned = {size: 100, partCount: 2, etag};
const blind = {size: 100, partCount: 2};
const made = {size: 100, etag, lastModified: 9_000};
const older = {size: 7, etag: '"other"', lastModified: 1_000};

test.each<[name: string, plan: Planned, before: Seen, now: Seen, Evidence]>([
	['what was planned, the first object', planned, undefined, made, 'agrees'],
	['what was planned, replacing another', planned, older, made, 'agrees'],
	['what was planned, where nothing could be seen before', planned, 'denied', made, 'agrees'],
	// AWS dates a multipart object by its initiation: older than the object that it replaced.
	['what was planned, dated earlier', planned, {...older, lastModified: 99_000}, made, 'agrees'],
	['an identical object that was there before', planned, made, made, 'same-as-before'],
	['an identical object, newer', planned, {...made, lastModified: 8_000}, made, 'agrees'],
	[
		'an identical object of another version',
		planned,
		{...made, versionId: '1'},
		{...made, versionId: '2'},
		'agrees',
	],
	[
		'an identical object without dates',
		planned,
		{size: 100, etag},
		{size: 100, etag},
		'same-as-before',
	],
	['the object from before', planned, older, older, 'same-as-before'],
	// MinIO lists compressed sizes.
	['another size, the expected ETag', planned, undefined, {...made, size: 99}, 'agrees'],
	['another size and ETag', planned, undefined, {...made, size: 99, etag: '"x-2"'}, 'differs'],
	['another size, no ETag', planned, undefined, {size: 99}, 'differs'],
	['another ETag', planned, undefined, {...made, etag: '"x-2"'}, 'other-etag'],
	// gofakes3 shows the MD5 of the whole.
	['the ETag of an object in one piece', planned, undefined, {...made, etag: '"x"'}, 'other-etag'],
	['the expected ETag of other parts', planned, undefined, {...made, etag: '"x-3"'}, 'differs'],
	['no ETag', planned, undefined, {size: 100}, 'plausible'],
	['neither size nor ETag', planned, undefined, {lastModified: 9_000}, 'unproven'],
	['no size, the expected ETag', planned, undefined, {...made, size: undefined}, 'agrees'],
	['no size planned', {...planned, size: undefined}, undefined, made, 'agrees'],
	['no size, another ETag', planned, undefined, {etag: '"x-2"'}, 'other-etag'],
	['no size, and no ETag known', blind, undefined, {etag: '"x"'}, 'unproven'],
	['no size planned, no ETag known', {partCount: 2}, undefined, {...made, etag: '"x"'}, 'unproven'],
	['no size, of other parts', blind, undefined, {etag: '"x-3"'}, 'differs'],
	[
		'the object from before, that has no size now',
		blind,
		older,
		{...older, size: undefined},
		'same-as-before',
	],
	[
		'another ETag under KMS',
		planned,
		undefined,
		{...made, etag: '"x-2"', serverSideEncryption: 'aws:kms:dsse'},
		'plausible',
	],
	[
		'the ETag of SSE-S3 is an MD5',
		planned,
		undefined,
		{...made, etag: '"x-2"', serverSideEncryption: 'AES256'},
		'other-etag',
	],
	['the size, where no ETag is known', blind, undefined, {...made, etag: '"x"'}, 'plausible'],
	['another count of parts in the ETag', blind, undefined, {...made, etag: '"x-3"'}, 'differs'],
	['nothing', planned, undefined, undefined, 'absent'],
	['nothing, where something was', planned, older, undefined, 'absent'],
	['no permission', planned, undefined, 'denied', 'denied'],
])('%s', (_name, plan, before, now, evidence) => {
	expect(judgeObject(plan, before, now)).toBe(evidence);
});
