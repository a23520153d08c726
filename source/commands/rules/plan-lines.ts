import {heldByWords, makerOf} from '../../multipart/makers/makers.js';
import type {RuleChange} from '../../multipart/rules/rule-diff.js';
import type {RuledUpload} from '../../multipart/rules/rule-reach.js';
import {formatCount, plural} from '../../multipart/text/units.js';
import type {RulePlan} from '../../operations/rules/types.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {ruleFindingWords} from '../../text/rule-finding-words.js';
import {takenWords} from '../../text/rule-words.js';

/** Why uploads could not be listed to their end: a failure, or a sentence. */
export function unlistedWhy(unlisted: S3Failure | 'unending'): S3Failure | string {
	return unlisted === 'unending' ? 'The listing of uploads does not end.' : unlisted;
}

/** Uploads that are named before a question; the others are counted. */
const mostNamed = 20;

/** The rules before and after as a diff: what stays is a line, what goes or comes is its XML. Safe for a terminal. */
export function diffLines(changes: readonly RuleChange[]): string[] {
	return changes.flatMap(({change, rule, lines}) =>
		change === 'kept'
			? [`  "${escapeForTerminal(rule.id)}" stays as it is`]
			: lines.map(line => `${change === 'added' ? '+' : '-'} ${indented(line)}`),
	);
}

/** The blanks before it are ours. */
function indented(line: string): string {
	const text = line.trimStart();
	return line.slice(0, line.length - text.length) + escapeForTerminal(text);
}

/** All that is to be known before a plan is confirmed. Safe for a terminal. */
export function planLines({bucket, changes, findings, reach, unlisted}: RulePlan): string[] {
	return [
		`Rules of ${escapeForTerminal(bucket)}:`,
		...diffLines(changes),
		...findings.map(finding => `! ${ruleFindingWords(finding)}`),
		...(unlisted === undefined
			? []
			: ['! The uploads could not be listed to their end: what the rule takes is unknown.']),
		...(reach === undefined ? [] : reachLines(reach)),
	];
}

function reachLines({covered, now, later, undated}: NonNullable<RulePlan['reach']>): string[] {
	if (covered === 0) return ['It covers no current upload.'];
	return [
		now.count === 0
			? `Of ${plural(covered, 'upload')} it takes none now.`
			: `It takes ${takenWords(now)} now, by its next run.`,
		...named(
			now.active,
			count => `${count === 1 ? 'IS' : 'ARE'} ACTIVE: somebody may be uploading`,
		),
		...named(now.held, count => `${count === 1 ? 'IS' : 'ARE'} HELD OPEN ON PURPOSE`),
		...(now.unknown === 0
			? []
			: [`! Whether ${plural(now.unknown, 'of them is', 'of them are')} active is unknown.`]),
		...(later.count === 0
			? []
			: [`${plural(later.count, 'younger upload')}: it takes those that are still there then.`]),
		...named(later.held, count => `${count === 1 ? 'is' : 'are'} held open on purpose`),
		...(undated === 0 ? [] : [`${plural(undated, 'upload')} without a date.`]),
	];
}

function named(uploads: readonly RuledUpload[], what: (count: number) => string): string[] {
	if (uploads.length === 0) return [];
	const left = uploads.length - mostNamed;
	return [
		`! ${formatCount(uploads.length)} of them ${what(uploads.length)}:`,
		...uploads.slice(0, mostNamed).map(({key, uploadId}) => {
			const maker = makerOf(key);
			const held = maker === undefined ? '' : `, ${heldByWords(maker)}`;
			return `    ${escapeForTerminal(`${key} (${uploadId}${held})`)}`;
		}),
		...(left > 0 ? [`    and ${formatCount(left)} more`] : []),
	];
}
