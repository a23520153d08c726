import type {RollUpBy} from '../../../multipart/rollup/level.js';

/** By what the uploads can be grouped; undefined: by prefix, with a delimiter that is typed. */
export const rollUps: ReadonlyArray<RollUpBy | undefined> = [
	...['/', '-', '_', '.', ':'].map(delimiter => ({kind: 'prefix', delimiter}) as const),
	undefined,
	{kind: 'initiator'},
	{kind: 'class'},
	{kind: 'age'},
];
