import {type Journal, JournalError} from '../journal/journal.js';

/**
 * When rules were last added to a bucket from this machine, by their ids, in milliseconds since the epoch: before that nothing was due by
 * them. Empty where the journal cannot be read.
 */
export async function rulesAdded(
	journal: Pick<Journal, 'pages'>,
	{endpoint, bucket}: {readonly endpoint: string; readonly bucket: string},
): Promise<ReadonlyMap<string, number>> {
	const added = new Map<string, number>();
	try {
		for await (const {acts} of journal.pages())
			for (const {intent} of acts) {
				const {rules, time} = intent;
				if (rules?.change !== 'add' || intent.endpoint !== endpoint || intent.bucket !== bucket)
					continue;
				added.set(rules.id, Math.max(added.get(rules.id) ?? 0, Date.parse(time)));
			}
	} catch (error) {
		if (!(error instanceof JournalError)) throw error;
	}
	return added;
}
