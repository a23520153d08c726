import {
	type Intent,
	JournalError,
	openJournal,
} from '../../../source/operations/journal/journal.js';
import {asWritten} from '../../support/reasons.js';

/**
 * A partway of its own, for tests that kill it: begins and ends Completes of a few uploads at random until then,
 * and tells each in a line of JSON.
 */
const [uploads, rotateAt] = process.argv.slice(2).map(Number) as [number, number];
const journal = openJournal({rotateAt});

async function work(): Promise<void> {
	for (;;) {
		const uploadId = `2~${Math.floor(Math.random() * uploads)}`;
		const target = {bucket: 'b', key: 'k', uploadId};
		const at = {act: 'complete' as const, connection: 'test', endpoint: 'http://127.0.0.1'};
		try {
			const intent = await journal.begin({...at, ...target, planned: {size: 1, partCount: 1}});
			tell({begun: intent.id});
			await end(intent, Math.random() < 0.1 ? 'unknown' : 'failed');
		} catch (error) {
			if (!(error instanceof JournalError)) throw error;
			// As if it was looked up, now and then.
			if (error.problem.code === 'unsettled' && Math.random() < 0.2)
				await end(error.problem, 'failed');
		}
	}
}

async function end(intent: Pick<Intent, 'id'>, outcome: 'unknown' | 'failed'): Promise<void> {
	await journal.end(intent, {outcome, reason: asWritten('It is over.')});
	tell({ended: intent.id, outcome});
}

void work();
void work();

function tell(result: object): void {
	process.stdout.write(`${JSON.stringify(result)}\n`);
}
