export const small = {cols: 80, rows: 24};
export const wide = {cols: 160, rows: 30};

/** All parts of the first list are read. */
export const start = /3 empty.*\n.*\d requests/;

const nothingMarked = /^(?![\s\S]* marked)/;

/**
 * The screens that are taken, one after the other, in one run of the demo: the keys that lead there from the one
 * before, each with what shows that it was heard. The name is that of the file; the title says what is seen. One is
 * taken on a small terminal, or in the `sizes` that it names.
 */
export const screens = [
	{
		name: 'uploads',
		title:
			'The uploads of a bucket, the largest first: last part, parts, size and state of each; two are marked.',
		keys: [
			['5', /SIZE▾.*\n▸ {2}archive\/one-terabyte/],
			['down', /▸ {2}backups/],
			['space', /● 1 marked/],
			['down', /▸ {2}backups\S*ntity/],
			['space', /● 2 marked/],
		],
	},
	{
		name: 'details',
		sizes: [wide],
		title:
			'The list with the panel of all that is known of the upload under the cursor, and whether it can be completed.',
		keys: [
			['u', nothingMarked],
			['g', /▸ {2}archive/],
			['i', /key +archive\/one-terabyte[\s\S]* complete +Can be completed/],
		],
	},
	{
		name: 'tree',
		sizes: [small, wide],
		title:
			'The prefixes of a bucket, heaviest first: what each holds, its share as a bar, its uploads and their states.',
		keys: [
			['i', /^(?![\s\S]* key {8}archive)/],
			['t', /PREFIX +HOLDS▾.*\n▸ {2}archive/],
		],
	},
	{
		name: 'confirm',
		title:
			'The question before an abort of many: how much is lost for good, where, by prefix, what is left out, and the number to type.',
		keys: [
			['down', /▸ {2}backups/],
			['space', /▸ {2}ml/],
			['space', /▸ {2}vm-images/],
			['space', /▸ {2}media/],
			['x', /to go on: ▏/],
		],
	},
	{
		name: 'parts',
		title:
			'The parts of an upload that has a hole: the verdict, the map of its parts, and a row for each.',
		keys: [
			['esc', /PREFIX/],
			['u', nothingMarked],
			['t', /KEY/],
			['/', / \/ ▏/],
			['with-a-gap', /\n 1 of \d+ uploads holds/],
			['enter', / \/ with-a-gap {2}/],
			['enter', /HAS A HOLE/],
		],
	},
	{
		name: 'buckets',
		title:
			'The buckets of a connection, measured: what each holds and costs, its uploads, and whether it cleans up by itself.',
		keys: [
			['b', /M measures what[\s\S]*all, 7 d/],
			// A braille sign turns while something is being read.
			['M', /^(?![\s\S]*[⠁-⣿])[\s\S]*3 buckets hold \d.*\n most: archive/],
			['g', /▸ {2}acme-media/],
		],
	},
	{
		name: 'held',
		title: 'Uploads that programs hold open on purpose: each row names the program.',
		keys: [
			['down', /▸ {2}acme-analytics/],
			['enter', /^(?![\s\S]*[⠁-⣿])[\s\S]*\n \d+ uploads hold .* held\b[\s\S]*\d requests/],
			['/', / \/ ▏/],
			['state:held', /\n \d+ of \d+ uploads hold/],
			['enter', / \/ state:held {2}/],
			['*', /^(?![\s\S]*[⠁-⣿])[\s\S]*● \d+ marked/],
		],
	},
	{
		name: 'rules',
		title:
			'The rules of a bucket: whether it cleans up by itself, and for each rule what is under it and what its next run takes.',
		keys: [
			['b', /▸ {2}s3:[\s\S]*acme-website/],
			['G', /▸ {2}acme-website/],
			['enter', /^(?![\s\S]*[⠁-⣿])[\s\S]*acme-website[\s\S]*\n \d+ uploads hold/],
			['L', /forgotten-uploads[\s\S]*old-logs[\s\S]* 1 of 3/],
		],
	},
	{
		name: 'rescue',
		title:
			'The plan of a rescue, before anything is sent: the file, the upload, how many of its parts are proven, and what is missing.',
		keys: [
			['b', /▸ {2}s3:[\s\S]*acme-website/],
			['down', /▸ {2}s3:\/\/acme-media/],
			['enter', /^(?![\s\S]*[⠁-⣿])[\s\S]*› acme-media[\s\S]*\n \d+ uploads hold/],
			['/', / \/ ▏/],
			['with-a-gap', /\n 1 of \d+ uploads holds/],
			['enter', / \/ with-a-gap {2}/],
			['R', /file +\S+with-a-gap/],
			['enter', /Send and complete/],
		],
	},
	{
		name: 'history',
		title: 'The history: each operation on this machine, its outcome, its bytes and its key.',
		keys: [
			['right', /▸ Send and complete/],
			['enter', /Done|done/],
			['esc', / \/ with-a-gap {2}/],
			['esc', /\n 153 uploads hold/],
			['t', /PREFIX[\s\S]*▸ {2}archive/],
			['down', /▸ {2}backups/],
			['space', /28 marked/],
			['x', /to go on: ▏/],
			['25', /to go on: 25▏/],
			['enter', /Ended[\s\S]*✓ 25 gone/],
			['esc', /^(?![\s\S]*Ended)[\s\S]*PREFIX/],
			['H', /\d operations\n[\s\S]* abort /],
		],
	},
];

/** The main job: who holds the most, and it is gone. The words stand above the frame, which shows for so many seconds. */
export const mainJob = {
	name: 'main-job',
	title:
		'The list of uploads, the tree of their prefixes, one prefix marked, the question before the abort, and what became of it.',
	frames: [
		{keys: [], words: 'Uploads that were never finished hold 2.1 TiB', seconds: 3.5},
		{
			keys: [['t', /PREFIX +HOLDS▾.*\n▸ {2}archive/]],
			words: 't: which prefix holds the most?',
			seconds: 3.5,
			still: true,
		},
		{
			keys: [
				['down', /▸ {2}backups/],
				['space', /29 marked/],
			],
			words: 'space: mark all uploads under backups/',
			seconds: 2.5,
		},
		{
			keys: [['x', /to go on: ▏/]],
			words: 'x: asks, and leaves out what is active',
			seconds: 5,
		},
		{keys: [['26', /to go on: 26▏/]], words: '26: the number confirms', seconds: 2},
		{
			keys: [['enter', /\$39 a month[\s\S]*Ended[\s\S]*✓ 26 gone/]],
			words: '⏎: each was read again, aborted, and looked up',
			seconds: 3.5,
		},
		{
			keys: [['esc', /^(?![\s\S]*Ended)[\s\S]*128 uploads hold/]],
			words: 'esc: the rest',
			seconds: 3.5,
		},
	],
};
