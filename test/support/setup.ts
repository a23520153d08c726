import {configureGlobal} from 'fast-check';
import {afterAll} from 'vitest';
import {clocks} from '../../source/s3/client/endpoint-clock.js';
import {paces} from '../../source/s3/pace/pacing.js';

// A commit is judged by what it holds: CI draws the same cases for it each time. Everywhere else each run
// draws new ones, and what one finds becomes a case of its own.
if (process.env['CI']) configureGlobal({seed: 20_261_122});

// The system gives a port again: what was learned of one server must not meet the next one at its address.
afterAll(() => {
	paces.clear();
	clocks.clear();
});

// What replaces the whole object leaves a copy that the system does not know: HOME set in it moves no home.
const {env} = process;
afterAll(() => {
	if (process.env !== env)
		throw new Error('A test replaced process.env: set its names one by one.');
});
