import {
	type ConnectionView,
	filtersIn,
	type ListFilters,
	type ViewChange,
	viewFor,
	withChange,
} from '../../profiles/views/connection-view.js';
import type {Screen, SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';

/** While it runs, lists of a connection that has no name are remembered too. */
const connectionName = ({connection}: SessionState) => connection?.remembered ?? '';

/** What is remembered of the lists of the connection. */
export function rememberedView(state: SessionState): ConnectionView {
	return viewFor(state.views, connectionName(state));
}

/** The filters that are remembered for a kind of list. */
export function rememberedFilters(state: SessionState, list: Screen['kind']): ListFilters {
	return filtersIn(rememberedView(state), list);
}

/** Remembers something of the lists of the connection; on the disk where the connection has a name. */
export function rememberInView(state: SessionState, change: ViewChange): Step {
	const views = withChange(state.views, connectionName(state), change);
	const connection = state.connection?.remembered;
	return connection === undefined
		? step({...state, views})
		: step({...state, views}, {type: 'remember-view', connection, change});
}
