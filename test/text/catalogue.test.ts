import {readdirSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {exitMeanings} from '../../source/commands/base/exit.js';
import type {PlanChange} from '../../source/multipart/completion/changes.js';
import type {Finding} from '../../source/multipart/completion/finding.js';
import type {Verdict} from '../../source/multipart/completion/verdict.js';
import type {OwnFinding} from '../../source/multipart/rescue/rescue-finding.js';
import {serviceIds} from '../../source/multipart/services/service-table.js';
import {stateWords, uploadStates} from '../../source/multipart/upload-state.js';
import type {RunRefusal} from '../../source/operations/conformance/before.js';
import type {UnknownReason} from '../../source/operations/conformance/types.js';
import type {
	PermissionReason,
	TroubleReason,
} from '../../source/operations/connection-test/reasons.js';
import type {EmptyingReason} from '../../source/operations/reason/abort-reason.js';
import type {JournalProblem} from '../../source/operations/reason/journal-problem.js';
import type {Reason} from '../../source/operations/reason/reason.js';
import type {Hint} from '../../source/s3/failure/hint.js';
import {freedWords, kindTitles} from '../../source/text/abort-run-words.js';
import {clocksApartWords} from '../../source/text/clock-words.js';
import {checkWords} from '../../source/text/conformance/check-words.js';
import {
	leftWords,
	removalWords,
	runPlanWords,
	runRefusalWords,
	unknownWords,
} from '../../source/text/conformance/run-words.js';
import {permissionWords, testTroubleWords} from '../../source/text/connection-test-reasons.js';
import {verdictWords, whyNotTested} from '../../source/text/connection-test-words.js';
import {hintWords} from '../../source/text/failure/hint-words.js';
import {outcomeWords} from '../../source/text/outcome-words.js';
import {changeWords} from '../../source/text/plan/change-words.js';
import {findingWords} from '../../source/text/plan/finding-words.js';
import {
	etagWords,
	makesWords,
	verdictWords as planVerdict,
	thereWords,
} from '../../source/text/plan/plan-words.js';
import {emptyingWords} from '../../source/text/reason/abort-words.js';
import {journalWords} from '../../source/text/reason/journal-words.js';
import {reasonWords, wordsOfReasons} from '../../source/text/reason/reason-words.js';
import {rescueFindingWords} from '../../source/text/rescue/rescue-finding-words.js';
import {ruleFindingWords} from '../../source/text/rule-finding-words.js';
import {serviceWords} from '../../source/text/service-words.js';
import {filesIn, literalsIn} from '../support/literals.js';
import {
	changeSamples,
	emptyingSamples,
	problemSamples,
	reasonSamples,
	ruleFindingSamples,
} from './act-reasons.js';
import {findingSamples, rescueFindingSamples} from './finding-samples.js';
import {hintSamples} from './hint-samples.js';
import {plans} from './plan-samples.js';
import {permissionSamples, troubleSamples} from './reason-samples.js';

/** Every sample of a closed union of codes. */
function all<T>(samples: object): T[] {
	return Object.entries(samples).flatMap(([code, facts]) =>
		(facts as object[]).map(each => ({code, ...each}) as T),
	);
}

function hints(): string[] {
	return all<Hint>(hintSamples).flatMap(hint => {
		const [app, command] = [hintWords(hint, 'app'), hintWords(hint, 'command')];
		return app === command
			? [`\`${hint.code}\` ${app}`]
			: [`\`${hint.code}\` in the app: ${app}`, `\`${hint.code}\` in a command: ${command}`];
	});
}

function findings(): string[] {
	return all<Finding>(findingSamples).map(
		finding =>
			`\`${finding.code}\` ${findingWords({...finding, partNumbers: finding.partNumbers ?? []})}`,
	);
}

function rescueFindings(): string[] {
	return all<OwnFinding>(rescueFindingSamples).map(
		finding =>
			`\`${finding.code}\` ${rescueFindingWords({...finding, partNumbers: finding.partNumbers ?? []})}`,
	);
}

function ruleFindings(): string[] {
	return ruleFindingSamples.map(finding => `\`${finding.code}\` ${ruleFindingWords(finding)}`);
}

function planFacts(): string[] {
	const kinds = [
		'no',
		'refusal-likely',
		'doubtful',
		'replaces',
		'in-use',
		'left-out',
		'yes',
	] as const;
	const verdicts: readonly Verdict[] = [
		{kind: 'hole', gaps: [[3, 3]]},
		...kinds.map(kind => ({kind})),
	];
	return [
		...plans().flatMap(plan => [makesWords(plan), etagWords(plan), thereWords(plan)]),
		...(['app', 'command'] as const).flatMap(surface =>
			verdicts.map(verdict => planVerdict(verdict, surface)),
		),
	];
}

function connectionTests(): string[] {
	return [
		...all<PermissionReason>(permissionSamples).map(
			reason => `\`${reason.code}\` ${permissionWords(reason, 'app')}`,
		),
		...all<TroubleReason>(troubleSamples).map(reason => {
			const {sentence, advice = ''} = testTroubleWords(reason, 'app');
			return `\`${reason.code}\` ${sentence} ${advice}`.trimEnd();
		}),
		...Object.values(verdictWords).filter(words => words !== ''),
		whyNotTested,
	];
}

function conformance(): string[] {
	const refusals: readonly RunRefusal[] = [
		{code: 'object-lock'},
		{code: 'mfa-delete'},
		...(['GetObjectLockConfiguration', 'GetBucketVersioning'] as const).map(
			operation => ({code: 'not-known', operation, what: '403 AccessDenied'}) as const,
		),
	];
	const unknown: readonly UnknownReason[] = [
		...(['not-answered', 'denied', 'busy', 'not-made'] as const).map(
			code => ({code, what: '503 SlowDown'}) as const,
		),
		{code: 'needs', id: 'list'},
	];
	const left = (['there', 'cannot-tell', 'complete-unknown'] as const).map(
		why => ({kind: 'upload', key: 'tests/a', uploadId: 'id', why}) as const,
	);
	return [
		...Object.values(checkWords).flatMap(({requirement, partway}) => [requirement, partway]),
		...runPlanWords('media', 'tests/partway-conformance-0123456789abcdef/'),
		...refusals.map(runRefusalWords),
		...unknown.map(unknownWords),
		removalWords({uploads: 38, objects: 7, left: []}),
		removalWords({uploads: 38, objects: 7, left}),
		...left.map(leftWords),
	];
}

/** In the order of the codes: those without facts have a sentence as it is. */
function reasons(): string[] {
	return Object.entries(wordsOfReasons).flatMap(([code, words]) =>
		(typeof words === 'string' ? [{}] : reasonSamples[code as keyof typeof reasonSamples]).map(
			facts => `\`${code}\` ${reasonWords({code, ...facts} as Reason)}`,
		),
	);
}

/** As they stand in the code: what is wrong with something typed or read, what a command says, notices of the app. */
function inCode(...folders: readonly string[]): string[] {
	return folders
		.flatMap(filesIn)
		.filter(path => !isHelp.test(path))
		.flatMap(sentencesIn);
}

function sentencesIn(path: string): string[] {
	return literalsIn(path).filter(text => /^[A-Z“"{-].* .*(?:[.?…]|[.?] \{\w+\})$/.test(text));
}

/** What stands in docs/commands.md. */
const isHelp = /^source\/commands\/(?:[\w-]+|.*\/(?:\w+-)?options|completion\/\w+)\.ts$/;

/** Functions and texts whose name says why, and what follows `disabled`. */
const reasonsOfKeys =
	/function why\w+\([\s\S]*?\n\}|\bdisabled\b[^\n]*=>[\s\S]*?[,;]\n|\bconst why\w+ =\s+'[^']* [^']*';/g;

/** Why a key does nothing now; they stand behind "is not possible:". */
function whyDisabled(): string[] {
	return filesIn('session')
		.flatMap(path => literalsIn(path, reasonsOfKeys))
		.filter(text => / /.test(text) && !/^An? \w+$/.test(text));
}

/** Every text of three or more words of the files, as it stands in the code; names of keys in a row are none. */
function texts(files: RegExp): string[] {
	return ['ui', 'session', 'text', 'terminal']
		.flatMap(filesIn)
		.filter(path => files.test(path))
		.flatMap(path => literalsIn(path))
		.map(text => text.replace(/\s+/g, ' ').trim())
		.filter(text => /[^\s{}]+ \S+ \S+/.test(text) && !keyNames.test(text));
}

const keyNames =
	/^(?:(?:\S|[a-z]+-\S+|esc|enter|left|right|up|down|tab|space|home|end|page(?:up|down))(?: |$))+$/;

const sections: ReadonlyArray<readonly [title: string, sentences: () => readonly string[]]> = [
	['Failures: the cause and what to do', hints],
	['Findings of a completion plan', findings],
	['Findings of the plan of a rescue', rescueFindings],
	['Findings on adding a rule', ruleFindings],
	['Facts of a completion plan', planFacts],
	['What changed since a plan', () => all<PlanChange>(changeSamples).map(changeWords)],
	['What became of a Complete, an Abort or an ACL change', reasons],
	['How emptying a bucket ended', () => all<EmptyingReason>(emptyingSamples).map(emptyingWords)],
	[
		'Titles of outcomes',
		() => [...Object.values(outcomeWords), ...kindTitles.map(([, words]) => words)],
	],
	[
		'What was freed',
		() => [freedWords(5_000_000), freedWords(5_000_000, 1), freedWords(0, 1)].map(String),
	],
	['The journal', () => all<JournalProblem>(problemSamples).map(journalWords)],
	['Tests of a connection', connectionTests],
	['Services', () => serviceIds.flatMap(serviceWords)],
	['A service that is tried', conformance],
	['States', () => uploadStates.map(stateWords)],
	['Clocks', () => [17 * 60_000, -3 * 3_600_000].map(clocksApartWords)],
	['Why a key does nothing', whyDisabled],
	['Notices of the app and forms', () => inCode('session')],
	['Commands', () => inCode('commands')],
	['Profiles, targets and endpoints', () => inCode('profiles')],
	['Queries and files', () => inCode('multipart', 'operations', 'terminal/local-file')],
	['Credentials and networks', () => inCode('s3')],
	['Exit codes', () => Object.values(exitMeanings)],
];

/** What screens, dialogs and forms say beside these sentences, by the files. */
const rest: ReadonlyArray<readonly [title: string, files: RegExp]> = [
	['Screens', /^source\/ui\/screens\//],
	['Dialogs', /^source\/ui\/dialogs\//],
	['Around a screen', /^source\/ui\//],
	['What keys do, fields of forms and the tour', /^source\/session\//],
	[
		'Prices, tests, rules and rescues',
		/(?:price|connection-test|cleanup|rule|rescue-plan)-words\.ts$/,
	],
	['The terminal', /^source\/terminal\//],
];

/** All sentences by section, each once. */
function catalogue(): string {
	const before = new Set<string>();
	const section = (title: string, sentences: readonly string[]) => {
		const own = [...new Set(sentences)];
		for (const words of own) before.add(words);
		return [`## ${title}`, '', ...own.map(words => `- ${words}`)].join('\n');
	};
	const shown = [
		...sections.map(([title, sentences]) => section(title, sentences())),
		...rest.map(([title, files]) =>
			section(
				title,
				texts(files).filter(words => !before.has(words)),
			),
		),
	];
	const head =
		'# The sentences of partway\n\nWritten by `test/text/catalogue.test.ts` from the functions that make them, with sample values, and from the code: there what is put in stands in braces.\n`UPDATE_SENTENCES=1 npx vitest run test/text/catalogue.test.ts` writes it anew.';
	return `${[head, ...shown].join('\n\n')}\n`;
}

const file = fileURLToPath(new URL('../../docs/dev/sentences.md', import.meta.url));

test('the catalogue holds every sentence as it is made', async () => {
	const made = catalogue();
	if (process.env['UPDATE_SENTENCES'] === '1') {
		await mkdir(fileURLToPath(new URL('../../docs/dev', import.meta.url)), {recursive: true});
		await writeFile(file, made);
	}
	expect(await readFile(file, 'utf8')).toBe(made);
});

/** What users read beside the program. */
const pages = readdirSync(fileURLToPath(new URL('../../docs', import.meta.url)))
	.filter(name => name.endsWith('.md') && name !== 'checklist.md')
	.map(name => `../../docs/${name}`);

/** Words of the workshop, and what English does not say so. */
const forbidden =
	/the person\b|told of|not told|nothing told|\bsettled\b|foreign text|what is not gone|taken for dead|somebody is at work|so many\b|(?:every|both|another) acts?\b|place visited|is waited for|whatever they are|speaks? against/i;

test('users never read the words of the workshop', async () => {
	const docs = await Promise.all(
		['../../README.md', '../../SECURITY.md', ...pages].map(page =>
			readFile(fileURLToPath(new URL(page, import.meta.url)), 'utf8'),
		),
	);
	// `settled` is a word that scripts read.
	const lines = [catalogue(), ...docs].join('\n').replaceAll('`settled`', '').split('\n');
	expect(lines.filter(line => forbidden.test(line))).toEqual([]);
});

test('each hint, each finding and each reason is a sentence of its own', () => {
	for (const words of [
		...hints(),
		...findings(),
		...rescueFindings(),
		...reasons(),
		...ruleFindings(),
	])
		expect(words).toMatch(/[A-Z0-9"][^`]*[.?]$/);
});

test('no hint for a command names a key of the app', () => {
	for (const hint of all<Hint>(hintSamples))
		expect(hintWords(hint, 'command')).not.toMatch(/\bpress\b|\bwith [b-z]\b/);
});

test('what became of an act is said in text alone: operations say only what is wrong with a file of ours or with words that were typed', () => {
	expect(filesIn('operations').filter(path => sentencesIn(path).length > 0)).toEqual([
		'source/operations/abort-run/run-file.ts',
		'source/operations/abort-run/run-resume.ts',
		'source/operations/abort/plan-file.ts',
		'source/operations/journal/history-query.ts',
		'source/operations/rescue/local-file.ts',
	]);
});
