import type {Finding, FindingLevel} from '../completion/finding.js';
import type {FileRange, WhyNoLayout} from './part-layout.js';

/** What a rescue finds beside what a Complete does, as a code with its facts; the sentence is made in `text/rescue`. */
export type OwnFindingFacts =
	| {readonly code: 'part-size-needed'; readonly why: WhyNoLayout}
	/**
	 * `first`: the range of the first of them, bytes of the file. `noneEqual`: not one part of another client is what the file has.
	 * `byEtag`: only ETags were compared, which need not be MD5s. `isReplaced`: they are to be sent again.
	 */
	| {
			readonly code: 'parts-differ';
			readonly first: FileRange;
			readonly noneEqual: boolean;
			readonly byEtag: boolean;
			readonly isReplaced: boolean;
	  }
	/** `isResent`: they are to be sent again. */
	| {readonly code: 'parts-unproven'; readonly isResent: boolean}
	/** How many parts the file makes: more than S3 has numbers for. */
	| {readonly code: 'file-of-too-many'; readonly count: number}
	/** Bytes. */
	| {readonly code: 'parts-beyond'; readonly fileSize: number}
	/** Milliseconds since the epoch, by the server's clock. */
	| {readonly code: 'file-newer'; readonly modified: number; readonly initiated: number};

export type OwnFindingCode = OwnFindingFacts['code'];

export type OwnFinding<Code extends OwnFindingCode = OwnFindingCode> = Extract<
	OwnFindingFacts,
	{code: Code}
> & {
	readonly level: FindingLevel;
	/** The parts it concerns, ascending. */
	readonly partNumbers: readonly number[];
	readonly mayBeRefused?: undefined;
};

/** What speaks for care before a rescue. */
export type RescueFinding = OwnFinding | Finding;

const ownCodes: Readonly<Record<OwnFindingCode, true>> = {
	'part-size-needed': true,
	'parts-differ': true,
	'parts-unproven': true,
	'file-of-too-many': true,
	'parts-beyond': true,
	'file-newer': true,
};

/** Whether the words of a finding are those of `text/rescue`, not those of a Complete. */
export function isOwnFinding(finding: RescueFinding): finding is OwnFinding {
	return Object.hasOwn(ownCodes, finding.code);
}
