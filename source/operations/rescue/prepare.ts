import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {PartLayout} from '../../multipart/rescue/part-layout.js';
import {lengthOf} from '../../multipart/rescue/part-layout.js';
import {type Digests, proofJobs, type SentPart} from '../../multipart/rescue/proof.js';
import {
	chosenLayout,
	hasTooMany,
	planRescue,
	type RescueChoice,
} from '../../multipart/rescue/rescue-plan.js';
import {type CompleteTarget, prepareCompletion} from '../complete/complete.js';
import {digestRanges} from '../digest/digest-ranges.js';
import type {ActDeps} from '../journal/acting.js';
import type {LocalFile, PreparedRescue, RescueProgress} from './rescue-types.js';
import {readSentParts} from './sent-parts.js';

export type PrepareOptions = {
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: RescueProgress) => void;
};

/**
 * Reads parts and destination, compares each part with its range of the file, and plans. Sends nothing that changes anything.
 *
 * @throws S3Failure, LocalFileError, FileChanged, or the signal's reason.
 */
export async function prepareRescue(
	{gateway, journal, thresholds}: ActDeps,
	file: LocalFile,
	upload: CompleteTarget,
	choice: RescueChoice,
	options: PrepareOptions = {},
): Promise<PreparedRescue> {
	const {signal, onProgress} = options;
	onProgress?.({phase: 'reading', bytesDone: 0, bytesTotal: 0, partsDone: 0, partsTotal: 0});
	const completion = await prepareCompletion(gateway, upload, signal, {thresholds});
	const sent = readSentParts(journal.folder, gateway.endpoint, completion.target);
	const {size, mtimeNs} = file.identity;
	const layout = chosenLayout(completion.listed, size, choice, sent);
	const digests =
		typeof layout === 'string' || hasTooMany(layout)
			? new Map<number, Digests>()
			: await prove(file, completion, layout, sent, options);
	// Ages are compared with those of the service.
	const modified = Number(BigInt(mtimeNs) / 1_000_000n) + gateway.now() - Date.now();
	const known = {path: file.path, size, modified};
	return {plan: planRescue({completion, file: known, choice, digests, sent}), file};
}

async function prove(
	{path, identity}: LocalFile,
	{listed}: CompletionPlan,
	layout: PartLayout,
	sent: ReadonlyMap<number, SentPart>,
	{signal, onProgress}: PrepareOptions,
): Promise<Map<number, Digests>> {
	const jobs = proofJobs(listed, layout, sent);
	const digests = new Map<number, Digests>();
	const bytesTotal = jobs.reduce((sum, job) => sum + lengthOf(job), 0);
	let bytesDone = 0;
	const tell = () =>
		onProgress?.({
			...{phase: 'proving', bytesDone, bytesTotal},
			...{partsDone: digests.size, partsTotal: jobs.length},
		});
	const onBytes = (bytes: number) => {
		bytesDone += bytes;
		tell();
	};
	tell();
	for await (const found of digestRanges(path, identity, jobs, {signal, onBytes})) {
		digests.set(found.partNumber, found.digests);
		tell();
	}
	return digests;
}
