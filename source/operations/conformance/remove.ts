import {setTimeout as pause} from 'node:timers/promises';
import {elementsOf, type RawAnswer, textOf} from '../../s3/conformance/answer.js';
import type {ScratchClient} from '../../s3/conformance/scratch-client.js';
import type {Ledger, LedgerUpload} from './ledger.js';
import {isAnswered, nextPage, uploadRows} from './trial.js';
import type {Left, Removal} from './types.js';

export type RemovalDeps = {
	readonly client: ScratchClient;
	readonly ledger: Ledger;
	/** Of the run; it ends with a slash. */
	readonly prefix: string;
	readonly isVersioned: boolean;
	/** Whether a list was seen to show an upload of the run. */
	readonly listShows?: boolean;
	/** Milliseconds since the epoch. */
	readonly now?: () => number;
};

/** Milliseconds before it looks again at what stays: a part in flight may have landed, a service may be busy. */
const pauses = [0, 300, 1000, 3000];

/** Milliseconds after which a Complete without an answer is at work no more. */
const longestComplete = 60 * 60_000;

/** Pages of a list that are followed at most; a run makes less than one page. */
const mostPages = 20;

type Seen = 'gone' | 'there' | 'cannot-tell';
type Shown = ReadonlySet<string> | undefined;

/**
 * Takes away what a run made, and looks whether it is gone. It goes on for as long as something stays that can be removed, and
 * never throws: what it cannot remove, or cannot see, is named.
 */
export async function removeMade(deps: RemovalDeps): Promise<Removal> {
	const {client, ledger, prefix, isVersioned, now = Date.now} = deps;
	let listShows = deps.listShows === true;
	const removedUploads = new Set<string>();
	const removedObjects = new Set<string>();
	/** What may not be removed, by upload ids and keys: to ask again is no use. */
	const denied = new Set<string>();

	/** The rows of a list under a prefix; undefined where there is none. */
	async function listed(under: string): Promise<ReturnType<typeof uploadRows> | undefined> {
		const rows: Array<ReturnType<typeof uploadRows>[number]> = [];
		let after: ReturnType<typeof nextPage> = {};
		for (let pages = 0; pages < mostPages && after !== undefined; pages++) {
			const answer = await client.send({
				...{operation: 'ListMultipartUploads', prefix: under},
				...after,
			});
			if (!isYes(answer)) return undefined;
			const page = uploadRows(answer);
			rows.push(...page.filter(({key}) => key.startsWith(prefix)));
			after = nextPage(answer, page.at(-1));
		}
		return rows;
	}

	/** @param shown the ids of a list of all that is under the prefix; undefined where there is none. */
	async function look({key, uploadId}: LedgerUpload, shown: Shown): Promise<Seen> {
		if (shown?.has(uploadId)) return 'there';
		const {status, code, root} = await client.send({operation: 'ListParts', key, uploadId});
		if (status === 404 && (code === 'NoSuchUpload' || code === 'NoSuchKey')) return 'gone';
		if (status === 200 && elementsOf(root, 'Part').length > 0) return 'there';
		// Some answer an empty list for an upload that they do not know: then the list of its key tells.
		const rows = await listed(key);
		if (rows?.some(row => row.uploadId === uploadId)) {
			listShows = true;
			return 'there';
		}
		return listShows && rows !== undefined ? 'gone' : 'cannot-tell';
	}

	async function showAll(): Promise<Shown> {
		const rows = await listed(prefix);
		const shown = rows && new Set(rows.map(({uploadId}) => uploadId));
		listShows ||= [...ledger.uploads.keys()].some(id => shown?.has(id));
		return shown;
	}

	/** Uploads whose Create had no answer are found by their keys. */
	async function findStrays(): Promise<void> {
		const answered = new Set([...ledger.uploads.values()].map(({key}) => key));
		const places = [prefix, ...[...ledger.keys].filter(key => !answered.has(key))];
		for (const place of places)
			for (const {key, uploadId} of (await listed(place)) ?? [])
				if (uploadId !== '') ledger.take({does: 'created', key, uploadId});
	}

	/** Aborts what is there and may be aborted; then looks at each. */
	async function removeUploads(): Promise<Left[]> {
		const left: Left[] = [];
		const aborted: LedgerUpload[] = [];
		const before = await showAll();
		for (const upload of ledger.uploads.values()) {
			if (upload.isGone) continue;
			const {uploadId, key, complete} = upload;
			if ((await look(upload, before)) === 'gone') {
				upload.isGone = true;
				continue;
			}
			const isOpen = complete !== undefined && !complete.isAnswered;
			// Never an Abort while a Complete may be at work: both may say yes, and the data is gone.
			if (isOpen && now() - complete.at < longestComplete) {
				left.push({kind: 'upload', key, uploadId, why: 'complete-unknown'});
				continue;
			}
			const {status} = await client.send({operation: 'AbortMultipartUpload', key, uploadId});
			if (status === 403) denied.add(uploadId);
			removedUploads.add(uploadId);
			aborted.push(upload);
		}
		const after = await showAll();
		for (const upload of aborted) {
			const why = await look(upload, after);
			const {key, uploadId} = upload;
			if (why === 'gone') {
				upload.isGone = true;
				continue;
			}
			removedUploads.delete(uploadId);
			left.push({kind: 'upload', key, uploadId, why});
		}
		return left;
	}

	async function removeObject(key: string): Promise<Left['why'] | undefined> {
		const there = () => client.send({operation: 'HeadObject', key});
		const before = await there();
		if (before.status === 404) return undefined;
		const answer = await client.send({operation: 'DeleteObject', key});
		if (answer.status === 403) denied.add(key);
		const {status} = await there();
		if (status === 404) {
			if (before.status === 200) removedObjects.add(key);
			return undefined;
		}
		return status === 200 ? 'there' : 'cannot-tell';
	}

	/** Every version and every delete marker under the prefix, by its id. */
	async function removeVersions(): Promise<Left[]> {
		for (let pages = 0; pages < mostPages; pages++) {
			const answer = await client.send({operation: 'ListObjectVersions', prefix});
			if (!isYes(answer)) return [{kind: 'object', key: prefix, why: 'cannot-tell'}];
			const rows = versionRows(answer).filter(({key}) => key.startsWith(prefix));
			if (rows.length === 0) return [];
			const stay: Left[] = [];
			for (const {key, versionId} of rows) {
				const {status = 0} = await client.send({operation: 'DeleteObject', key, versionId});
				if (status >= 200 && status < 300) removedObjects.add(key);
				else stay.push({kind: 'object', key, versionId, why: 'there'});
			}
			if (stay.length === rows.length) return stay;
		}
		return [{kind: 'object', key: prefix, why: 'there'}];
	}

	async function removeObjects(): Promise<Left[]> {
		if (isVersioned) return removeVersions();
		const answer = await client.send({operation: 'ListObjectsV2', prefix});
		for (const row of isYes(answer) ? elementsOf(answer.root, 'Contents') : []) {
			const key = textOf(row, 'Key') ?? '';
			if (key.startsWith(prefix)) ledger.objects.add(key);
		}
		const left: Left[] = [];
		for (const key of ledger.objects) {
			const why = await removeObject(key);
			if (why !== undefined) left.push({kind: 'object', key, why});
		}
		return left;
	}

	let left: Left[] = [];
	for (const milliseconds of pauses) {
		await pause(milliseconds);
		await findStrays();
		left = await removeUploads();
		// An upload that was completed meanwhile is an object: so objects come last.
		left.push(...(await removeObjects()));
		if (left.every(({uploadId, key}) => denied.has(uploadId ?? key))) break;
	}
	return {uploads: removedUploads.size, objects: removedObjects.size, left};
}

function isYes(answer: RawAnswer): boolean {
	return isAnswered(answer) && answer.status === 200 && answer.code === undefined;
}

function versionRows({root}: RawAnswer): Array<{key: string; versionId?: string}> {
	return ['Version', 'DeleteMarker'].flatMap(name =>
		elementsOf(root, name).map(row => ({
			key: textOf(row, 'Key') ?? '',
			versionId: textOf(row, 'VersionId'),
		})),
	);
}
