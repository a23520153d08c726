import type {ActFlags} from '../base/act-options.js';
import type {ConnectionFlags} from '../base/connection-options.js';

export type CompleteOptions = ConnectionFlags &
	ActFlags & {
		readonly uploadId: string;
		readonly parts?: string;
		readonly partsFile?: string;
		readonly overwrite?: boolean;
		readonly includeActive?: boolean;
		readonly unconditional?: boolean;
	};
