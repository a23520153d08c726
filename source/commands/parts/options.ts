import type {ConnectionFlags} from '../base/connection-options.js';

export type PartsOptions = ConnectionFlags & {
	readonly uploadId: string;
	readonly json?: boolean;
	/** Where the parts file goes; true: to stdout. */
	readonly partsFile?: string | true;
	readonly check?: boolean;
};
