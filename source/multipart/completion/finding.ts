import type {Thresholds} from '../liveness.js';
import type {Part, PartsListing} from '../part.js';
import type {ServiceFacts} from '../services/service.js';
import type {UploadTarget} from '../upload.js';
import type {Seen} from './evidence.js';

/** `blocks`: certain to fail, or not allowed. `warns`: may cost data, or be refused. `notes`: good to know. */
export type FindingLevel = 'blocks' | 'warns' | 'notes';

export type FindingCode =
	| 'key-uncertain'
	| 'no-parts'
	| 'part-size-unknown'
	| 'part-too-small'
	| 'part-too-large'
	| 'object-too-large'
	| 'parts-unequal'
	| 'too-many-parts'
	| 'part-number-out-of-range'
	| 'parts-missing'
	| 'parts-left-out'
	| 'checksum-unknown'
	| 'checksums-missing'
	| 'checksums-repeated'
	| 'object-exists'
	| 'destination-not-seen'
	| 'not-enforced'
	| 'condition-refused'
	| 'unconditional'
	| 'parts-recent'
	| 'activity-unknown'
	| 'last-part-as-large';

export type Finding = {
	readonly level: FindingLevel;
	readonly code: FindingCode;
	/** For the person; holds no foreign text. */
	readonly sentence: string;
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
	/** When the upload was initiated, milliseconds since the epoch; absent where nothing told. */
	readonly initiated?: number;
	/** By which ages are judged, milliseconds since the epoch. */
	readonly now: number;
	/** Of the connection; absent: as usual. */
	readonly thresholds?: Thresholds;
	/** Whether the listing could carry the key for certain: see `Upload.keyCertain`. */
	readonly uploadKeyCertain: boolean;
	/** The numbers of listed parts that are not to be named. */
	readonly excluded?: ReadonlySet<number>;
	/** Set once the person typed the key to replace what is there. */
	readonly overwrite?: boolean;
	/** Set once the key was typed to send it without If-None-Match and If-Match. */
	readonly unconditional?: boolean;
};

/** What the findings are drawn from: the listing, and the choice from it. */
export type ChosenParts = CompletionFacts & {
	/** Ascending. */
	readonly named: readonly Part[];
};
