import type {Check} from '../check.js';
import type {Trial} from '../trial.js';

/**
 * Keys that somewhere, some day, were taken for something else. None holds a segment of dots: a proxy that resolves those would
 * lead out of the prefix.
 */
export const oddNames: readonly string[] = [
	' a b ',
	'a+b c',
	'%20',
	'a//b',
	'?uploads',
	'&a=b;c',
	'#',
	`'"\``,
	'<Key>&amp;</Key>',
	'!*()~@:,$=|^[]{}',
	'日本語',
	'e\u0301',
	'😀',
];

/** Characters that nobody sees, or that XML writes as references. */
export const controlNames: readonly string[] = [
	'tab\there',
	'line\nend',
	'cr\rhere',
	'bidi\u202eexe.txt',
];

/** Which of these names do not come through a Create, a list and ListParts as they were sent. */
async function lost(trial: Trial, folder: string, names: readonly string[]): Promise<string[]> {
	const failed: string[] = [];
	for (const [at, name] of names.entries()) {
		const upload = await trial.begin(`${folder}${at}/${name}`);
		const parts = trial.outcome(await trial.listParts(upload));
		const {rows} = await trial.page(`${folder}${at}/${name}`);
		const isListed = rows.some(
			({key, uploadId}) => key === upload.key && uploadId === upload.uploadId,
		);
		if (parts !== 'ok') failed.push(`${name}: ListParts ${parts}`);
		else if (!isListed) failed.push(`${name}: listed as another key, or not`);
	}
	return failed;
}

export const keyChecks = [
	{
		id: 'odd-keys',
		needs: 'list',
		want: [],
		observe: trial => lost(trial, 'odd/', oddNames),
	},
	{
		id: 'control-keys',
		needs: 'list',
		want: [],
		observe: trial => lost(trial, 'control/', controlNames),
	},
] as const satisfies readonly Check[];
