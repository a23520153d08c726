import {setFlagsFromString} from 'node:v8';

/**
 * The flags that partway sets: V8's own value, and the newest major version of V8 that was seen to know the flag. V8 writes
 * to the standard error about a flag that it does not know, and tells the caller nothing.
 */
const flags = {
	'heap-growing-percent': {own: 0, newest: 14},
	'semi-space-growth-factor': {own: 2, newest: 14},
	'interrupt-budget': {own: 67_584, newest: 11},
};

const major = Number.parseInt(process.versions.v8, 10);

/** Sets a flag for what is compiled or allocated from here on; does nothing on a V8 that may not know it. */
export function setV8Flag(name: keyof typeof flags, value: number): void {
	if (major <= flags[name].newest) setFlagsFromString(`--${name}=${value}`);
}

/** Puts back V8's own values of all flags that partway sets as it runs. */
export function resetV8Flags(): void {
	for (const [name, {own}] of Object.entries(flags)) setV8Flag(name as keyof typeof flags, own);
}
