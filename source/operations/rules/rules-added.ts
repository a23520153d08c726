import {type Journal, JournalError} from '../journal/journal.js';

/** Milliseconds: a rule that is older is not new. */
const longestAgo = 90 * 24 * 60 * 60_000;

/** When this machine last added a rule to a bucket, milliseconds since the epoch; undefined where it did not, or long ago. */
export type RuleAdded = (bucket: string, id: string) => number | undefined;

/**
 * Before a rule was there nothing was due by it. Where the journal cannot be read, nothing is known of any: that only makes the words
 * about what is overdue more careful.
 */
export async function rulesAdded(
	journal: Pick<Journal, 'pages'>,
	endpoint: string,
): Promise<RuleAdded> {
	const added = new Map<string, number>();
	// No bucket's name holds a slash.
	const nameOf = (bucket: string, id: string) => `${bucket}/${id}`;
	try {
		for await (const {acts} of journal.pages(Date.now() - longestAgo))
			for (const {intent} of acts) {
				if (intent.rules?.change !== 'add' || intent.endpoint !== endpoint) continue;
				const name = nameOf(intent.bucket, intent.rules.id);
				added.set(name, Math.max(added.get(name) ?? 0, Date.parse(intent.time)));
			}
	} catch (error) {
		if (!(error instanceof JournalError)) throw error;
	}
	return (bucket, id) => added.get(nameOf(bucket, id));
}
