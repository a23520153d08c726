import type {ConnectionFlags} from '../base/connection-options.js';

export type HistoryOptions = ConnectionFlags & {
	readonly since?: string;
	readonly act?: string;
	readonly outcome?: string;
	readonly bucket?: string;
	readonly query?: string;
	readonly limit?: string;
	readonly json?: boolean;
	readonly jsonl?: boolean;
	readonly setAside?: string;
	readonly look?: boolean;
};
