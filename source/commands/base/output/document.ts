import {jsonDocument, terminalJson} from '../../../terminal/json.js';

/** Of every document that a command prints as JSON. It moves when a field changes its meaning or goes; new fields come without. */
export const schemaVersion = 1;

/** A document for stdout, with its version first. */
export function versionedDocument(fields: object): string {
	return jsonDocument({schema_version: schemaVersion, ...fields});
}

/** The same in a line, where a command prints a document for each of several things. */
export function versionedLine(fields: object): string {
	return `${terminalJson({schema_version: schemaVersion, ...fields})}\n`;
}
