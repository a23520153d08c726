import type {UploadTarget} from '../../multipart/upload.js';
import {interruptedRuns} from '../abort-run/run-resume.js';
import {type GoneUpload, goneAmong, settleRun} from '../abort-run/settle-run.js';
import type {Intent, OpenAct} from './journal.js';
import {targetIdentity} from './journal-acts.js';
import {type SettleDeps, settleAborts, settleAct} from './settle.js';

/** So few Aborts are looked up one by one: a listing of the whole bucket asks for more. */
const fewAborts = 8;

/** What a look at acts of before has found. */
export type Earlier = {
	/** Those that are gone by an Abort of ours, each once. */
	readonly gone: readonly GoneUpload[];
	/** How many acts have no known outcome all the same. */
	readonly unknown: number;
};

/**
 * Looks up the acts of before at this endpoint that have no known outcome, and those of runs that were killed
 * which nothing has proven; writes what is known now. Acts that a living partway waits for are let be.
 *
 * @param where.bucket only acts there. @param where.upload only acts on it. @param where.before only acts that began before, milliseconds since
 * the epoch by this machine's clock. @throws JournalError, or the signal's reason.
 */
export async function settleEarlier(
	deps: SettleDeps,
	where: {readonly bucket?: string; readonly upload?: UploadTarget; readonly before?: number},
	signal?: AbortSignal,
): Promise<Earlier> {
	const {gateway, journal} = deps;
	const isMeant = ({endpoint, bucket, time}: Pick<Intent, 'endpoint' | 'bucket' | 'time'>) =>
		endpoint === gateway.endpoint &&
		bucket === (where.bucket ?? bucket) &&
		Date.parse(time) < (where.before ?? Number.POSITIVE_INFINITY);
	const isOn = (intent: Intent) =>
		where.upload === undefined || targetIdentity(intent) === targetIdentity(where.upload);
	const looked = async () =>
		(await journal.openActs()).filter(
			({intent, state}) => state !== 'running' && isMeant(intent) && isOn(intent),
		);
	const gone: GoneUpload[] = [];
	const cut = where.upload === undefined ? await interruptedRuns(journal) : [];
	for (const {header} of cut)
		if (isMeant(header)) gone.push(...(await settleRun(deps, header, signal)));
	gone.push(...(await settleEach(deps, await looked(), signal)));
	return {gone, unknown: (await looked()).length};
}

async function settleEach(
	deps: SettleDeps,
	open: readonly OpenAct[],
	signal: AbortSignal | undefined,
): Promise<GoneUpload[]> {
	const gone: GoneUpload[] = [];
	const aborts = new Map<string, OpenAct[]>();
	for (const act of open) {
		const {act: kind, bucket} = act.intent;
		if (kind === 'abort') aborts.set(bucket, [...(aborts.get(bucket) ?? []), act]);
		else await settleAct(deps, act.intent, signal);
	}
	for (const [bucket, acts] of aborts)
		if (acts.length > fewAborts)
			gone.push(...goneAmong(acts, await settleAborts(deps, acts, {bucket}, signal)));
		else
			for (const act of acts)
				gone.push(...goneAmong([act], [await settleAct(deps, act.intent, signal)]));
	return gone;
}
