import {destinationFindings} from '../completion/destination-findings.js';
import type {ChosenParts, CompletionFacts, FindingLevel} from '../completion/finding.js';
import {livenessFindings, livenessOfListing} from '../completion/liveness-findings.js';
import {checksumFindings} from '../completion/part-findings.js';
import {sizeFindings} from '../completion/size-findings.js';
import {defaultThresholds, type Liveness} from '../liveness.js';
import {numbersOf, type Part} from '../part.js';
import {s3Limits} from '../services/service.js';
import {countOfParts, lengthOf, rangeOfPart, type WhyNoLayout} from './part-layout.js';
import {isOurs, type Judgement} from './proof.js';
import type {RescueFinding} from './rescue-finding.js';
import type {RescueFacts, RescuePlan} from './rescue-types.js';

/** A plan whose findings are yet to be drawn. */
type Unjudged = Omit<RescuePlan, 'findings'>;

const order: Readonly<Record<FindingLevel, number>> = {blocks: 0, warns: 1, notes: 2};

function rank({level, mayBeRefused}: RescueFinding): number {
	return order[level] - (mayBeRefused ? 0.5 : 0);
}

/** What speaks for care, the worst first. @param why the part size is not known. */
export function rescueFindings(plan: Unjudged, why: WhyNoLayout | undefined): RescueFinding[] {
	return [
		...(why === undefined
			? []
			: [{level: 'blocks', code: 'part-size-needed', why, partNumbers: []} as const]),
		...aboutDifferent(plan),
		...aboutUnproven(plan),
		...aboutBeyond(plan),
		...aboutFile(plan),
		...aboutSizes(plan),
		...aboutChecksums(plan),
		...aboutDestination(plan),
		...aboutOthers(plan.known),
	].sort((a, b) => rank(a) - rank(b));
}

function judged({parts}: Unjudged, judgement: Judgement) {
	return parts.filter(part => part.judgement === judgement);
}

function aboutDifferent(plan: Unjudged): RescueFinding[] {
	const different = judged(plan, 'different');
	const first = different[0]?.range;
	if (first === undefined) return [];
	const isReplaced = plan.choice.replaceDifferent === true;
	return [
		{
			level: isReplaced ? 'warns' : 'blocks',
			code: 'parts-differ',
			first,
			// What was sent from here and answered so says nothing of the ETags of others.
			noneEqual: judged(plan, 'proven').every(({by}) => by === 'answer'),
			byEtag: different.every(({byEtag}) => byEtag === true),
			isReplaced,
			partNumbers: numbersOf(different.map(({part}) => part)),
		},
	];
}

function aboutUnproven(plan: Unjudged): RescueFinding[] {
	const unproven = judged(plan, 'unproven');
	if (unproven.length === 0) return [];
	const {resendUnproven: isResent = false, noComplete} = plan.choice;
	return [
		{
			level: isResent ? 'notes' : noComplete ? 'warns' : 'blocks',
			code: 'parts-unproven',
			isResent,
			partNumbers: numbersOf(unproven.map(({part}) => part)),
		},
	];
}

function aboutBeyond(plan: Unjudged): RescueFinding[] {
	const beyond = judged(plan, 'beyond');
	if (beyond.length === 0) return [];
	const partNumbers = numbersOf(beyond.map(({part}) => part));
	return [{level: 'blocks', code: 'parts-beyond', fileSize: plan.file.size, partNumbers}];
}

/** Milliseconds: services tell whole seconds, and a file may be uploaded in the second in which it was written. */
const sameTime = 2000;

/** A file that was written to after the upload was begun: what was sent before that may be proven, and what is meant need not be this. */
function aboutFile({file: {modified}, completion: {known, listed}}: Unjudged): RescueFinding[] {
	const {initiated} = known;
	if (initiated === undefined || listed.length === 0 || modified <= initiated + sameTime) return [];
	return [{level: 'warns', code: 'file-newer', modified, initiated, partNumbers: []}];
}

/** What the service says of the sizes and the count of the parts that the whole file makes. */
function aboutSizes({layout, completion}: Unjudged): RescueFinding[] {
	if (layout === undefined) return [];
	const count = countOfParts(layout);
	if (count > s3Limits.maxPartCount)
		return [{level: 'blocks', code: 'file-of-too-many', count, partNumbers: []}];
	const whole = Array.from({length: count}, (_, at): Part => {
		const range = rangeOfPart(layout, at + 1);
		return {partNumber: at + 1, size: range && lengthOf(range), etag: '', checksums: {}};
	});
	return sizeFindings(chosen(completion.known, whole)).filter(
		({code}) => code !== 'last-part-as-large',
	);
}

/** Checksums that the parts to send would need, or that those that are there lack. */
function aboutChecksums({completion, parts, toSend}: Unjudged): RescueFinding[] {
	const again = new Set(toSend.map(({partNumber}) => partNumber));
	const kept = parts.flatMap(({part}) => (again.has(part.partNumber) ? [] : [part]));
	return checksumFindings(chosen(completion.known, kept)).filter(
		({code}) => code !== 'checksums-repeated',
	);
}

/** Only a Complete touches what is at the key. */
function aboutDestination({completion, choice}: Unjudged): RescueFinding[] {
	const {overwrite, noComplete} = choice;
	const found = destinationFindings({
		...chosen(completion.known, completion.parts),
		overwrite: overwrite === true && completion.existing !== undefined,
	});
	return noComplete ? found.filter(({code}) => code === 'key-uncertain') : found;
}

function chosen(known: CompletionFacts, named: readonly Part[]): ChosenParts {
	return {...known, named};
}

/** The upload with the parts alone that others sent: those of an earlier rescue are no sign of life. */
function withOthers({completion, sent}: RescueFacts): CompletionFacts {
	const {known} = completion;
	const parts = known.listing.parts.filter(part => !isOurs(part, sent.get(part.partNumber)));
	return {...known, listing: {...known.listing, parts}};
}

/** Whether somebody else may still be uploading. */
export function livenessOfOthers(facts: RescueFacts): Liveness {
	return livenessOfListing(withOthers(facts));
}

function aboutOthers(facts: RescueFacts): RescueFinding[] {
	const others = withOthers(facts);
	const found = livenessFindings(others);
	const liveness = livenessOfListing(others);
	if (found.length > 0) return found;
	if (liveness === 'unknown' && facts.completion.listed.length === 0)
		return [{level: 'warns', code: 'activity-unknown', partNumbers: []}];
	if (liveness !== 'active') return [];
	const {thresholds: {activeWithin: within} = defaultThresholds} = others;
	// No part of theirs is there: it was begun a moment ago.
	return [{level: 'warns', code: 'parts-recent', within, partNumbers: []}];
}
