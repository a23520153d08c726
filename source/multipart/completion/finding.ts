import type {Thresholds} from '../liveness.js';
import type {Part, PartsListing} from '../part.js';
import type {ServiceFacts} from '../services/service.js';
import type {PartRange} from '../text/words.js';
import type {UploadTarget} from '../upload.js';
import type {Seen, SeenObject} from './evidence.js';

/** `blocks`: certain to fail, or not allowed. `warns`: may cost data, or be refused. `notes`: good to know. */
export type FindingLevel = 'blocks' | 'warns' | 'notes';

/** `service`: its name, where it may be set up with another limit. */
type Limit = {readonly limit: number; readonly service?: string};

/** What an upload needs every part from 1 on for. */
export type NeedsAll = 'directory-bucket' | 'checksums';

/** What is found, as a code with its facts; the sentence is made in `text/plan`. */
export type FindingFacts =
	| {readonly code: 'key-uncertain'}
	| {readonly code: 'no-parts'; readonly allLeftOut: boolean}
	/** `isImpossible`: the listing tells a size that no part can have. */
	| {readonly code: 'part-size-unknown'; readonly isImpossible: boolean}
	/** `size` of the first one. */
	| ({readonly code: 'part-too-small'; readonly size: number} & Limit)
	| ({readonly code: 'part-too-large'} & Limit)
	| ({readonly code: 'object-too-large'; readonly size: number} & Limit)
	| ({readonly code: 'too-many-parts'; readonly count: number} & Limit)
	/** `sizeOf`: the number of the part whose size all should have. */
	| {readonly code: 'parts-unequal'; readonly sizeOf: number; readonly service: string}
	/** `limit`: the highest number; absent for numbers below 1. */
	| {readonly code: 'part-number-out-of-range'; readonly limit?: number}
	| {
			readonly code: 'parts-missing';
			readonly gaps: readonly PartRange[];
			readonly needsAll?: NeedsAll;
	  }
	| {
			readonly code: 'parts-left-out';
			readonly service: string;
			/** What the service does with them. */
			readonly rule: NeedsAll | 'refused' | 'dropped' | 'unknown';
	  }
	/** `algorithm`: its name, where that is one. */
	| {readonly code: 'checksum-unknown'; readonly algorithm?: string}
	/** `isRequired`: other parts have it, so that it is asked of each. */
	| {readonly code: 'checksums-missing'; readonly algorithm: string; readonly isRequired: boolean}
	| {
			readonly code: 'checksums-repeated';
			readonly algorithm: string;
			readonly checksumType?: string;
	  }
	| {readonly code: 'object-exists'; readonly object: SeenObject; readonly isReplaced: boolean}
	/** `isAtRisk`: nothing would keep the service from replacing an object that is there. */
	| {readonly code: 'destination-not-seen'; readonly isAtRisk: boolean}
	/** `service`: its name where it is known not to enforce the condition. `replaces`: an object is to be replaced. */
	| {readonly code: 'not-enforced'; readonly service?: string; readonly replaces: boolean}
	| {readonly code: 'condition-refused'; readonly service: string; readonly replaces: boolean}
	| {readonly code: 'unconditional'}
	/** `within`: milliseconds. */
	| {readonly code: 'parts-recent'; readonly within: number}
	| {readonly code: 'activity-unknown'}
	| {readonly code: 'last-part-as-large'};

export type FindingCode = FindingFacts['code'];

/** What typing the key, or `--overwrite`, agrees to: to replace what is at the key, or what may be there unseen. */
export const agreedByOverwrite: ReadonlySet<string> = new Set<FindingCode>([
	'object-exists',
	'destination-not-seen',
]);

/** A finding of this code, or of any. */
export type Finding<Code extends FindingCode = FindingCode> = Extract<
	FindingFacts,
	{code: Code}
> & {
	readonly level: FindingLevel;
	/** The parts it concerns, ascending; for a gap the missing ones that S3 has numbers for. */
	readonly partNumbers: readonly number[];
	/** Set where the service may refuse the Complete for it. */
	readonly mayBeRefused?: true;
};

/** What a completion is planned from. */
export type CompletionFacts = {
	readonly target: UploadTarget;
	readonly listing: PartsListing;
	readonly facts: ServiceFacts;
	readonly existing: Seen;
	/** When the upload was initiated, milliseconds since the epoch; absent where it is unknown. */
	readonly initiated?: number;
	/** By which ages are judged, milliseconds since the epoch. */
	readonly now: number;
	/** Of the connection; absent: as usual. */
	readonly thresholds?: Thresholds;
	/** Whether the listing could carry the key for certain: see `Upload.keyCertain`. */
	readonly uploadKeyCertain: boolean;
	/** The numbers of listed parts that are not to be named. */
	readonly excluded?: ReadonlySet<number>;
	/** Set once the key was typed to replace what is there. */
	readonly overwrite?: boolean;
	/** Set once the key was typed to send it without If-None-Match and If-Match. */
	readonly unconditional?: boolean;
};

/** What the findings are drawn from: the listing, and the choice from it. */
export type ChosenParts = CompletionFacts & {
	/** Ascending. */
	readonly named: readonly Part[];
};
