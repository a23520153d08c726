import type {Fault, FaultAction} from './fault.js';
import {readAction} from './faults-file-actions.js';
import {type Check, count, Reader, text} from './faults-file-reader.js';

/** What is wrong with a file of faults, one sentence a line. */
export class FaultsFileError extends Error {
	readonly sentences: readonly string[];

	constructor(sentences: readonly string[]) {
		super(sentences.join('\n'));
		this.name = 'FaultsFileError';
		this.sentences = sentences;
	}
}

/**
 * Reads faults from a JSON document: a list of objects, each with whom it strikes and the one thing
 * that it does. docs/dev/sandbox.md describes them.
 *
 * @param operations - the names that there are
 * @throws FaultsFileError with everything that is wrong
 */
export function readFaults(document: string, operations: readonly string[]): Fault[] {
	let list: unknown;
	try {
		list = JSON.parse(document);
	} catch (error) {
		throw new FaultsFileError([`The file of faults is not JSON: ${(error as Error).message}`]);
	}
	if (!Array.isArray(list)) throw new FaultsFileError(['The file of faults must hold a list.']);
	const problems: string[] = [];
	const faults = list.flatMap((item: unknown, at) => {
		const reader = new Reader(`Fault ${at + 1}`, item, problems);
		return reader.isObject ? [readFault(reader, operations)] : [];
	});
	if (problems.length > 0) throw new FaultsFileError(problems);
	return faults.flatMap(({action, ...fault}) => (action === undefined ? [] : [{...fault, action}]));
}

function readFault(
	reader: Reader,
	operations: readonly string[],
): Omit<Fault, 'action'> & {action: FaultAction | undefined} {
	const operation = reader.optional('operation', text);
	if (operation !== undefined && !operations.includes(operation))
		reader.say(`there is no operation "${operation}". There are: ${operations.join(', ')}`);
	const key = reader.optional('key', text);
	const pattern = reader.optional('keyPattern', regularExpression);
	if (key !== undefined && pattern !== undefined)
		reader.say('"key" and "keyPattern" do not go together');
	const fault = {
		operation,
		bucket: reader.optional('bucket', text),
		key: key ?? pattern,
		call: reader.optional('call', count(1)),
		every: reader.optional('every', count(1)),
		share: reader.optional('share', share),
		seed: reader.optional('seed', count(0)),
		times: reader.optional('times', count(1)),
		action: readAction(reader, operation),
	};
	reader.sayUnread();
	return fault;
}

const share: Check<number> = value =>
	typeof value === 'number' && value >= 0 && value <= 1
		? {value}
		: {wanted: 'a number from 0 to 1'};

const regularExpression: Check<RegExp> = value => {
	try {
		if (typeof value === 'string') return {value: new RegExp(value, 'u')};
	} catch {
		// Said below.
	}
	return {wanted: 'a regular expression'};
};
