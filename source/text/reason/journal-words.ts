import type {RunFileError} from '../../operations/abort-run/error.js';
import type {JournalError} from '../../operations/journal/journal-error.js';
import type {ActKind, JournalProblem} from '../../operations/reason/journal-problem.js';

/** The same of what pauses a run, beside a failure. */
export function problemWords(error: JournalError | RunFileError): string {
	return 'problem' in error ? journalWords(error.problem) : error.message;
}

/** Why an act was not sent, or its end not written. Holds no text from outside but the names of files. */
export function journalWords(problem: JournalProblem): string {
	switch (problem.code) {
		case 'under-way':
			return `${sentWords(problem)} is still under way (process ${problem.pid}).`;
		case 'unsettled':
			return `${sentWords(problem)} has an unknown outcome: until it is known, another operation could lose data.`;
		case 'key-must-be-typed':
			return `${sentWords(problem)} has probably failed. If it has not, acting now could lose the data: type the key to go on.`;
		case 'unread-line':
		case 'damaged':
			return `A line of the journal cannot be understood, and may be of an operation on ${uploads[problem.about]} that is under way: nothing was sent. partway history shows the line. When you are sure that its operation is over: partway history --set-aside ${problem.line}. The rest of the journal stays. The file: ${problem.file}`;
		case 'unwritable':
			return 'The operation does not fit into a line of the journal: nothing was sent.';
		case 'unavailable':
			return unavailableWords(problem);
		case 'ended':
			return problem.line === undefined
				? 'The operation has ended meanwhile: look at its outcome.'
				: `No line ${problem.line} of the journal stands in the way: ${problem.file}`;
	}
}

function unavailableWords({
	by,
	why,
	file,
}: Extract<JournalProblem, {readonly code: 'unavailable'}>): string {
	switch (by) {
		case 'lock':
			return `${why} (Nothing is sent without the journal.)`;
		case 'held':
			return `Another partway holds the journal, and nothing is sent without it: ${file}`;
		// How the lines that partway wrote are kept while the rest goes.
		case 'no-log':
			return `The journal cannot be used (${why}, which partway never writes), and nothing is sent without it. Move it away, and keep what partway wrote: LC_ALL=C tr -d '\\000' <OLD | LC_ALL=C grep '^{"v":' >NEW. The file: ${file}`;
		case 'unusable':
			return `The journal cannot be used (${why === 'ENOSPC' ? 'the disk is full' : why}), and nothing is sent without it: ${file}`;
	}
}

const uploads = {
	upload: 'this upload',
	key: 'an upload of this key',
	bucket: 'any upload of this bucket',
	any: 'any upload',
} as const;

const acts: Readonly<Record<ActKind, string>> = {
	complete: 'A Complete',
	abort: 'An Abort',
	rescue: 'A rescue',
	acl: 'An ACL change',
	rules: 'A change of the rules',
};

function sentWords({act, time}: {readonly act: ActKind; readonly time: string}): string {
	return `${acts[act]} of this ${act === 'rules' ? 'bucket' : 'upload'}, sent at ${time},`;
}
