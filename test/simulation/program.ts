/** What a simulated process is made of: the session without its screen, and what is kept for as long as a process runs. */
import {clocks} from '../../source/s3/client/endpoint-clock.js';
import {paces} from '../../source/s3/pace/pacing.js';

export {createSession} from '../../source/session/core/store.js';

export const learned = [clocks, paces];
