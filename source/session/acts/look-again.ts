import type {OpenAct} from '../../operations/journal/journal.js';
import type {SessionState} from '../core/state.js';
import {step} from '../core/step.js';
import {type Binding, key} from '../keys/binding.js';

/** The key that looks again at what became of acts whose outcome is unknown. */
export function lookAgainKey<Shown>(
	unknownOf: (state: SessionState, shown: Shown) => readonly OpenAct[],
	more: Pick<Binding<Shown>, 'rare'> = {},
): Binding<Shown> {
	return key<Shown>(
		'r',
		'look again',
		'Check the server again for its outcome',
		(state, shown) => step(state, {type: 'look-again', acts: unknownOf(state, shown)}),
		{
			...{priority: 3, needsOwnKeypress: true, ...more},
			disabled: (state, shown) =>
				unknownOf(state, shown).length > 0 ? undefined : 'it has no unknown outcome',
		},
	);
}
