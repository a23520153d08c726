import type {RequestLogEntry} from '../../s3/client/connection.js';
import type {OpenGateway} from '../../s3/thread/gateway-thread.js';
import type {Launch} from './connect.js';

/** What a session needs of the world. */
export type SessionDeps = {
	readonly launch: Launch;
	/** Where the journal of acts lies; absent: the platform's folder for state. */
	readonly stateFolder?: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Writes bytes to the terminal as they are: a copy to the clipboard. */
	readonly writeTerminal: (bytes: string) => void;
	/** Makes the gateways; absent: with the SDK in this thread. */
	readonly openGateway?: OpenGateway;
	readonly onRequest?: (entry: RequestLogEntry) => void;
};
