import type {RescueProgress} from '../../operations/rescue/rescue-types.js';

/** How far a rescue is, and how fast. */
export type RescuePace = RescueProgress & {
	/** Bytes a second; absent where it is not known. */
	readonly rate?: number;
};
