import type {Thresholds} from '../../multipart/liveness.js';
import {everyUpload} from '../../multipart/query/query.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Upload} from '../../multipart/upload.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {listRows} from '../scan/list-rows.js';

export type ListedFor = {
	readonly bucket: string;
	readonly prefix: string;
	readonly thresholds: Thresholds;
	readonly service?: ServiceId;
};

/**
 * Gives every upload under a prefix, page by page and without its parts: what rules are asked about.
 *
 * @returns why they could not be listed to their end; undefined where they were. @throws the signal's reason.
 */
export async function listAll(
	gateway: Gateway,
	where: ListedFor,
	signal: AbortSignal,
	onPage: (uploads: readonly Upload[]) => void,
): Promise<S3Failure | 'unending' | undefined> {
	try {
		const rows = listRows(gateway, {...where, query: everyUpload, parts: false}, signal);
		for (;;) {
			const {done, value} = await rows.next();
			if (done) return value === 'end' ? undefined : 'unending';
			onPage(value.map(({upload}) => upload));
		}
	} catch (error) {
		if (error instanceof S3Failure) return error;
		throw error;
	}
}
