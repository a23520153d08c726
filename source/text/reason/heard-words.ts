import type {Heard} from '../../operations/reason/heard.js';

/** What is heard of an act by its answer, as the beginning of a sentence. */
export const heardWords: Readonly<Record<Heard, string>> = {
	yes: 'The service reported success',
	none: 'The service reported success and still listed the upload',
	'no-such-upload': 'The service says that there is no such upload',
	refused: 'The service refused it',
	declined: 'The service says that it was not done',
	lost: 'The answer was lost',
	inconclusive: 'The answer is inconclusive',
};
