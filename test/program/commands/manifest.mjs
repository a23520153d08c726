// Prints the document of a YAML file as JSON: a file of its own, since only this needs the parser.
import {readFileSync} from 'node:fs';
import {parseAllDocuments} from 'yaml';

const documents = parseAllDocuments(readFileSync(process.argv[2], 'utf8'), {strict: true});
for (const {errors, warnings} of documents)
	for (const problem of [...errors, ...warnings]) throw problem;
console.log(JSON.stringify(documents.map(document => document.toJS())));
