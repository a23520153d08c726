import type {ActFlags} from '../base/act-options.js';
import type {ConnectionFlags} from '../base/connection-options.js';
import type {QueryFlags} from '../base/query-options.js';

export type AbortOptions = ConnectionFlags &
	QueryFlags &
	ActFlags & {
		readonly uploadId?: string;
		readonly all?: boolean;
		readonly includeActive?: boolean;
		readonly includeUnknown?: boolean;
		readonly planOut?: string;
		readonly plan?: string;
	};
