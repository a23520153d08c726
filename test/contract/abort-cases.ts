import {PassThrough} from 'node:stream';
import {UploadPartCommand} from '@aws-sdk/client-s3';
import type {Case} from './cases.js';
import {outcome} from './service.js';

export const abortCases: readonly Case[] = [
	{
		name: 'abort: once, and what is left',
		async observe(world) {
			const {target} = await world.uploadOf('k', [1]);
			return {
				abort: await outcome(world.gateway.abort(target)),
				listed: await world.isListed(target),
				parts: await outcome(world.gateway.listParts(target)),
				part: await outcome(world.part(target, 2)),
			};
		},
		aws: {abort: 'ok', listed: false, parts: '404 NoSuchUpload', part: '404 NoSuchUpload'},
	},
	{
		name: 'abort: twice',
		async observe(world) {
			const target = await world.initiate('k');
			return [
				await outcome(world.gateway.abort(target)),
				await outcome(world.gateway.abort(target)),
			];
		},
		aws: ['ok', '404 NoSuchUpload'],
	},
	{
		name: 'abort: an unknown upload',
		observe: world =>
			outcome(
				world.gateway.abort({
					bucket: world.bucket,
					key: 'k',
					uploadId: '2~0123456789abcdefghijklmnopqrstu',
				}),
			),
		aws: '404 NoSuchUpload',
	},
	{
		name: 'abort: an id that looks like none',
		observe: world => outcome(world.gateway.abort({bucket: world.bucket, key: 'k', uploadId: 'x'})),
		aws: '404 NoSuchUpload',
	},
	{
		name: 'abort: an upload by another key leaves it alone',
		async observe(world) {
			const target = await world.initiate('k');
			const result = await outcome(world.gateway.abort({...target, key: 'other'}));
			return {outcome: result, listed: await world.isListed(target)};
		},
		aws: {outcome: '404 NoSuchUpload', listed: true},
	},
	{
		name: 'abort: one of two uploads of a key leaves the other alone',
		async observe(world) {
			const [gone, kept] = await world.initiateAll(['k', 'k']);
			await world.gateway.abort(gone!);
			return (await world.uploads()).map(({uploadId}) => uploadId === kept?.uploadId);
		},
		aws: [true],
	},
	{
		name: 'abort: while a part is in flight',
		async observe(world) {
			const target = await world.initiate('k');
			const body = new PassThrough();
			body.write(Buffer.alloc(64 * 1024));
			const part = outcome(
				world.s3.send(
					new UploadPartCommand({
						Bucket: world.bucket,
						Key: 'k',
						UploadId: target.uploadId,
						PartNumber: 1,
						Body: body,
						ContentLength: 128 * 1024,
					}),
				),
			);
			// The server has the first half before it is asked to abort: the abort waits behind a listing.
			await world.uploads();
			const abort = await outcome(world.gateway.abort(target));
			body.end(Buffer.alloc(64 * 1024));
			return {
				abort,
				part: await part,
				again: await outcome(world.gateway.abort(target)),
				listed: await world.isListed(target),
			};
		},
		aws: {
			abort: 'ok',
			part: '404 NoSuchUpload',
			again: '404 NoSuchUpload',
			listed: false,
		},
	},
];
