import {join, sep} from 'node:path';
import {takeCompiledCode} from './compile-cache.js';

/*
 * `scripts/build.mjs` puts this before all else in `cli.js`, as `compiled`, so that what was kept of the command line
 * itself is taken too.
 */

/** To be called where there is work: what is compiled is kept when the process ends. */
export const keep = takeCompiledCode(join(__dirname, 'chunks', sep));
