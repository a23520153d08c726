import {onTestFinished} from 'vitest';
import {escapeText} from '../../source/sandbox/wire/xml.js';
import {
	type Answer,
	accessKeyId,
	type RawServer,
	type Seen,
	secretAccessKey,
	startRawServer,
} from '../s3/raw-server.js';
import type {Reachable} from '../support/stage.js';

/** A text in XML that every reader takes: what XML does not allow is written as a reference, which partway reads. */
export function inXml(text: string): string {
	return escapeText(text).replace(
		/[^\n\t -~]/gu,
		character => `&#x${character.codePointAt(0)?.toString(16)};`,
	);
}

/** What a header can hold of a text: Node lets no control through but those of eight bits. */
function inHeader(text: string): string {
	return [...text].filter(each => /[ -~\u0080-\u00ff]/.test(each)).join('');
}

export type HostileWorld = RawServer & Reachable;

/** What a server says where it may say anything. */
export type Said = {
	readonly keys: readonly string[];
	/** Owners, classes, codes, messages, ETags, ids of rules and requests, titles. */
	readonly more: string;
	/** The ids of the uploads; the same one for all unless given. */
	readonly idOf?: (at: number) => string;
	/** Answers some requests in another way. */
	readonly instead?: (seen: Seen) => Answer | undefined;
};

export const hostileBucket = 'media-archive';

/** A server that lists the keys as uploads, with one part each, and refuses every act; until the test is over. */
export async function startHostile({
	keys,
	more,
	idOf = () => 'id',
	instead,
}: Said): Promise<HostileWorld> {
	const text = inXml(more);
	const who = `<ID>${text}</ID><DisplayName>${text}</DisplayName>`;
	const rows = keys.map(
		(key, at) =>
			`<Upload><Key>${inXml(key)}</Key><UploadId>${inXml(idOf(at))}</UploadId><Initiated>2026-01-02T03:04:05.000Z</Initiated><Owner>${who}</Owner><Initiator>${who}</Initiator><StorageClass>${text}</StorageClass><ChecksumAlgorithm>${text}</ChecksumAlgorithm></Upload>`,
	);
	const error = `<Error><Code>${text}</Code><Message>${text}</Message><RequestId>${text}</RequestId><ETag>${text}</ETag></Error>`;
	const headers = {
		server: inHeader(`Zq\u009b4242m${more}`),
		'x-amz-request-id': inHeader(`R\u009b4242m${more}`),
		'x-amz-abort-rule-id': inHeader(`\u009d0;Zq\u009c${more}`),
	};
	const server = await startRawServer(seen => {
		const url = new URL(seen.url, 'http://x');
		const other = instead?.(seen);
		if (other !== undefined) return {...other, headers: {...headers, ...other.headers}};
		const of = (body: string, status = 200): Answer => ({status, headers, body});
		if (seen.method === 'HEAD') return of('', 404);
		if (seen.method !== 'GET') return of(error, 400);
		if (url.pathname === '/')
			return of(
				`<ListAllMyBucketsResult><Buckets><Bucket><Name>${text}</Name></Bucket><Bucket><Name>${hostileBucket}</Name></Bucket></Buckets></ListAllMyBucketsResult>`,
			);
		if (url.searchParams.has('lifecycle'))
			return of(
				`<LifecycleConfiguration><Rule><ID>${text}</ID><Filter><Prefix>${text}</Prefix></Filter><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`,
			);
		if (url.searchParams.has('uploads'))
			return of(
				`<ListMultipartUploadsResult>${rows.join('')}<IsTruncated>false</IsTruncated></ListMultipartUploadsResult>`,
			);
		if (url.searchParams.has('uploadId'))
			return of(
				`<ListPartsResult><StorageClass>${text}</StorageClass><Part><PartNumber>1</PartNumber><ETag>${text}</ETag><Size>5242880</Size><LastModified>2026-01-02T03:04:05.000Z</LastModified></Part><IsTruncated>false</IsTruncated></ListPartsResult>`,
			);
		return of(error, 400);
	});
	onTestFinished(() => server.close());
	return {...server, region: 'us-east-1', users: [{accessKeyId, secretAccessKey}]};
}
