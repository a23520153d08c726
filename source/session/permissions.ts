import {shownConnections} from './places.js';
import {type SessionState, topScreen} from './state.js';

/** Why nothing may be completed or aborted here; undefined when it may. */
export function actsAllowed({connection}: SessionState): string | undefined {
	return connection?.readOnly ? 'this connection is read-only' : undefined;
}

/** Why the connection under the cursor cannot be changed here; undefined when it can. */
export function ownConnection(state: SessionState): string | undefined {
	const screen = topScreen(state);
	if (screen?.kind !== 'connections') return undefined;
	const entry = shownConnections(screen)[screen.place.position];
	return entry?.profile === undefined
		? 'only connections of your own are changed here; those of AWS stand in its config files'
		: undefined;
}
