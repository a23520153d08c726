import type {Profile} from '../../../source/profiles/store/profile.js';
import {openProfileStore} from '../../../source/profiles/store/store.js';

/**
 * A partway of its own, for tests that need a second process. `loop` changes one profile again and
 * again until it is killed, and tells each number that is stored; `add` adds so many profiles of its own
 * name, and ends.
 */
const [what, argument = ''] = process.argv.slice(2);
const store = openProfileStore(process.env);

async function loop(from: number): Promise<never> {
	for (let number = from + 1; ; number++) {
		await store.replace(numbered(number - 1), numbered(number));
		process.stdout.write(`${number}\n`);
	}
}

async function add(name: string): Promise<void> {
	for (let number = 0; number < 25; number++)
		await store.add({...numbered(number), name: `${name}-${number}`});
}

function numbered(number: number): Profile {
	return {name: 'counter', region: `r-${number}`, credentials: {kind: 'environment'}};
}

void (what === 'loop' ? loop(Number(argument)) : add(argument));
