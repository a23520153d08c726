import type {ServiceId} from '../../multipart/services/service-table.js';
import type {CredentialSource} from '../../s3/client/connection.js';

/** Tools whose connections can be used, as they stand before a name: `rclone:lab`. */
export const tools = ['rclone', 's3cmd', 'mc'] as const;

export type Tool = (typeof tools)[number];

/** A connection that another tool has in its own file. Its endpoint is as written: to be shown, it goes through `shownUrl`. */
export type ForeignConnection = {
	readonly source: Tool;
	readonly name: string;
	/** What the tool says it is, where that is one that partway knows. */
	readonly service?: ServiceId;
	/** Absent: AWS itself. */
	readonly endpoint?: string;
	readonly region?: string;
	readonly pathStyle?: boolean;
	readonly caBundle?: string;
	readonly requestPayer?: 'requester';
	readonly credentials: CredentialSource;
};

/** Why one that is there cannot be used: half a sentence. */
export type Unusable = {readonly source: Tool; readonly name: string; readonly refused: string};

/** What a tool's file holds for S3. */
export type ForeignFile = {
	readonly connections: ReadonlyArray<ForeignConnection | Unusable>;
	/** Sentences on a file that is there and cannot be read, or on lines of it. */
	readonly problems: readonly string[];
};

/** What the files of all tools hold. */
export type Foreign = {
	readonly connections: readonly ForeignConnection[];
	readonly unusable: readonly Unusable[];
	readonly problems: ReadonlyArray<{readonly source: Tool; readonly sentence: string}>;
};

export const nothingForeign: Foreign = {connections: [], unusable: [], problems: []};

export function unusableSentence({source, name, refused}: Unusable): string {
	return `${source}:${name} cannot be used: ${refused}.`;
}
