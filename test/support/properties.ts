import {configureGlobal} from 'fast-check';

// A commit is judged by what it holds: CI draws the same cases for it each time. Everywhere else each run
// draws new ones, and what one finds becomes a case of its own.
if (process.env['CI']) configureGlobal({seed: 20_261_122});
