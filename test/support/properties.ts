import {configureGlobal} from 'fast-check';
import {vi} from 'vitest';

// Files of one worker share the packages that they import, and nothing of ours: a port that is used again must not
// meet the pace or the clock that another file's server had.
vi.resetModules();

// A commit is judged by what it holds: CI draws the same cases for it each time. Everywhere else each run
// draws new ones, and what one finds becomes a case of its own.
if (process.env['CI']) configureGlobal({seed: 20_261_122});
