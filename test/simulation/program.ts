/** What a simulated process is made of: the session without its screen, and what is kept for as long as a process runs. */
import {getLocks} from 'proper-lockfile/lib/lockfile.js';
import {clocks} from '../../source/s3/client/endpoint-clock.js';
import {paces} from '../../source/s3/pace/pacing.js';

export {createSession} from '../../source/session/core/store.js';

/** Locks of a process that was killed would keep all that it held in memory. */
const locks = {
	clear() {
		const held = getLocks();
		for (const path of Object.keys(held)) delete held[path];
	},
};

export const learned = [clocks, paces, locks];
