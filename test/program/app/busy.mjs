import {spawnSync} from 'node:child_process';
import {existsSync, writeSync} from 'node:fs';
import {isMainThread} from 'node:worker_threads';

/**
 * Loaded into the program before it starts: at USR2 the thread of the screen is busy as BUSY says: `loop` for ever;
 * `while` until the file of BUSY_UNTIL is there; `native` for ever where nothing can interrupt it.
 */
const {BUSY, BUSY_UNTIL} = process.env;

const ways = {
	loop() {
		for (;;);
	},
	while() {
		while (!existsSync(BUSY_UNTIL));
	},
	native() {
		spawnSync('sh', ['-c', 'while kill -0 $PPID; do sleep 0.2; done'], {stdio: 'ignore'});
	},
};

if (isMainThread)
	process.on('SIGUSR2', () => {
		// A title of the terminal is the sign that it begins, and that nothing else runs in between.
		writeSync(1, '\u001b]0;busy\u0007');
		ways[BUSY]();
	});
