import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';

/**
 * Loaded into the program before it starts: its threads that hash read what lies behind `SLOW_FROM` bytes of a file only once the
 * file `SLOW_UNTIL` is there.
 */
const from = Number(process.env.SLOW_FROM);
const until = process.env.SLOW_UNTIL;
const never = new Int32Array(new SharedArrayBuffer(4));

const {readSync} = fs;
fs.readSync = (...args) => {
	while (args[4] >= from && !fs.existsSync(until)) Atomics.wait(never, 0, 0, 20);
	return readSync(...args);
};
syncBuiltinESMExports();
