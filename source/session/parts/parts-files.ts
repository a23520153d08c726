import type {CompletionPlan} from '../../multipart/completion/completion.js';
import {comparePartsFile} from '../../multipart/parts-file/parts-comparison.js';
import {readPartsFile, writePartsFile} from '../../multipart/parts-file/parts-file.js';
import {LocalFileError, readTextFile, writeNewFile} from '../../operations/typed-file.js';
import type {Action} from '../core/action.js';
import type {ScreenId} from '../core/screen-id.js';

/** Writes the parts that the plan names, for the AWS CLI. */
export async function exportParts(path: string, plan: CompletionPlan): Promise<Action> {
	try {
		const written = await writeNewFile(path, writePartsFile(plan.parts));
		return {type: 'parts-exported', path: written, parts: plan.partCount};
	} catch (error) {
		return refused(error);
	}
}

/** Reads a parts file and compares it with what the service lists. */
export async function importParts(
	screen: ScreenId,
	path: string,
	plan: CompletionPlan,
): Promise<Action> {
	try {
		const file = readPartsFile(await readTextFile(path));
		if (file.kind === 'wrong')
			return {
				type: 'form-refused',
				field: 'path',
				problem: `This is no parts file: ${file.problems.join(' ')}`,
			};
		const {excluded, sentences} = comparePartsFile(file.parts, plan.listed);
		return {type: 'parts-imported', screen, excluded, sentences};
	} catch (error) {
		return refused(error);
	}
}

function refused(error: unknown): Action {
	if (!(error instanceof LocalFileError)) throw error;
	return {type: 'form-refused', field: 'path', problem: error.message};
}
