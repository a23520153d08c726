import type {Thresholds} from '../../multipart/liveness.js';
import type {Price} from '../../multipart/price.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {ProtectedPrefix} from '../../s3/gateway/protected.js';

/** The S3 service that the screens speak of. */
export type ConnectionInfo = BucketTerms & {
	/** With its source: `own:oos-prod`, `aws:default`, `environment`, `demo`. */
	readonly label: string;
	readonly demo: boolean;
	/** The name that leads here again; absent where only what was typed does. */
	readonly remembered?: string;
	readonly endpoint: string;
	readonly region: string;
	readonly readOnly: boolean;
	/** Nothing is changed under them. */
	readonly protectedPrefixes?: readonly ProtectedPrefix[];
	/** When an upload counts as active and when as stalled. */
	readonly thresholds: Thresholds;
	/** What its service asks for storage; absent where nobody said. */
	readonly price?: Price;
};
