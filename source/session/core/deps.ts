import type {Price} from '../../multipart/price.js';
import type {ConnectionOptions} from '../../profiles/resolve/resolve.js';
import type {Target} from '../../profiles/resolve/target.js';
import type {ConnectionSettings, RequestLogEntry} from '../../s3/client/connection.js';
import type {OpenGateway} from '../../s3/thread/gateway-thread.js';

/** What the command line says to open. */
export type Launch =
	| {readonly kind: 'options'; readonly options: ConnectionOptions; readonly target?: Target}
	/** Settings that are complete already: the demo's. */
	| {
			readonly kind: 'settings';
			readonly label: string;
			readonly demo: boolean;
			readonly settings: ConnectionSettings;
			/** What is made up for its storage. */
			readonly price?: Price;
			/** The folder of the files that its uploads are of. */
			readonly files?: string;
			/** The name that leads here again. */
			readonly remembered?: string;
			readonly target?: Target;
	  };

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
