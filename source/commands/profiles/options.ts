import type {ConnectionFlags} from '../base/connection-options.js';

/** What a profile is to hold, as `add` and `edit` take it; what is absent is not said. */
export type ProfileFlags = {
	readonly service?: string;
	readonly endpoint?: string;
	readonly region?: string;
	readonly pathStyle?: boolean;
	readonly awsProfile?: string;
	readonly accessKeyId?: string;
	readonly secretFromStdin?: boolean;
	readonly fromEnvironment?: boolean;
	readonly opens?: string;
	readonly readOnly?: boolean;
	readonly protect?: readonly string[];
	readonly expectedBucketOwner?: string;
	readonly requestPayer?: boolean;
	readonly activeWithin?: string;
	readonly stalledAfter?: string;
};

export type EditFlags = ProfileFlags & {
	readonly rename?: string;
	/** Names of options whose field is to be empty. */
	readonly unset?: readonly string[];
};

export type ListFlags = {readonly json?: boolean};
export type RemoveFlags = {readonly yes?: boolean};
export type TestFlags = ConnectionFlags & {readonly json?: boolean};
