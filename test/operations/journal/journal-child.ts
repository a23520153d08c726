import {JournalError, openJournal} from '../../../source/operations/journal/journal.js';

/**
 * A partway of its own, for tests that need a second process: works on the journal in
 * PARTWAY_STATE_DIR as its arguments say, tells each result in a line of JSON, and then stays until it is killed.
 */
const [act, ...uploadIds] = process.argv.slice(2) as ['complete' | 'abort', ...string[]];
const journal = openJournal();

async function main(): Promise<void> {
	for (const uploadId of uploadIds) {
		const target = {bucket: 'b', key: 'k', uploadId};
		const at = {act, connection: 'test', endpoint: 'http://127.0.0.1', ...target};
		const planned = act === 'complete' ? {size: 1, partCount: 1} : undefined;
		try {
			const intent = await journal.begin({...at, planned});
			tell({begun: uploadId, id: intent.id});
		} catch (error) {
			if (!(error instanceof JournalError)) throw error;
			tell({refused: uploadId, reason: error.problem.code});
		}
	}
	tell({ready: true});
}

void main();
setInterval(() => {}, 1000);

function tell(result: object): void {
	process.stdout.write(`${JSON.stringify(result)}\n`);
}
