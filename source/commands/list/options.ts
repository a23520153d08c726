import type {ConnectionFlags} from '../base/connection-options.js';

export type ListOptions = ConnectionFlags & {readonly jsonl?: boolean};
