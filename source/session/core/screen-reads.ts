import type {UploadIndex} from '../../multipart/index/upload-index.js';
import type {Journal} from '../../operations/journal/journal.js';
import type {BucketMeasuring} from '../../operations/scan/bucket-measure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {MeasuredUploads} from '../buckets/measured-uploads.js';
import type {Action} from './action.js';
import type {SessionDeps} from './deps.js';
import type {EffectHandlers} from './effect.js';
import type {ScreenId} from './screen-id.js';
import type {SessionState} from './state.js';

/** What is read for one screen: made when it opens, ended when it is left. */
export type ScreenReads = {
	readonly handlers: Partial<EffectHandlers>;
	/** Ends what runs; what was read stays. */
	stop(): void;
	/** Ends what runs; nothing is reported any more. */
	dispose(): void;
};

/** What the reads of a screen need of the session. */
export type ReadsContext = {
	readonly deps: SessionDeps;
	/** Of the connection. A screen that asks for it is only open while there is one. */
	readonly gateway: () => Gateway;
	readonly journal: () => Journal;
	readonly connection: () => SessionState['connection'];
	/** What was begun to be measured and not ended, by bucket: of the connection. */
	readonly halfMeasured: () => Map<string, BucketMeasuring>;
	/** The uploads of whole buckets that no list shows now: of the connection. */
	readonly measured: () => MeasuredUploads;
	/** The uploads of a list, while its screen is open; of a list of buckets those of one that was measured. */
	readonly indexOf: (screen: ScreenId, bucket: string) => UploadIndex | undefined;
	readonly dispatch: (action: Action) => void;
};
