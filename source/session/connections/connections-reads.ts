import type {EffectHandlers} from '../core/effect.js';
import type {ReadsContext, ScreenReads} from '../core/screen-reads.js';
import type {ConnectionsScreen} from '../core/state.js';
import {readConnections} from './connect.js';

/** Reads what can be connected to. */
export class ConnectionsReads implements ScreenReads {
	readonly #context: ReadsContext;

	constructor(_: ConnectionsScreen, context: ReadsContext) {
		this.#context = context;
	}

	readonly handlers = {
		'list-connections': ({screen}) => {
			const {deps, dispatch} = this.#context;
			void readConnections(deps.env).then(({entries, problem, notes}) =>
				dispatch({type: 'connections-listed', screen, entries, trouble: problem, notes}),
			);
		},
	} satisfies Partial<EffectHandlers>;

	/** Local files are read at once: nothing runs for long. */
	stop(): void {}

	dispose(): void {}
}
