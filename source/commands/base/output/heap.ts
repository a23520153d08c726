import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** After so many uploads or parts the heap is swept: the pages of a service hold 1000. */
const itemsBetween = 4000;

/**
 * Keeps the heap of a long listing small; call it with how many uploads or parts came. V8 lets
 * garbage pile up while memory is free: measured over 300,000 uploads of which 12 MB live, the process
 * reached 157 MB on Node 20.20 and 315 on 24.21; so 121 and 140, for a fifth more processor time.
 */
export function keepHeapSmall(): (items: number) => void {
	let since = 0;
	let collect: (() => void) | undefined;
	return items => {
		since += items;
		if (since < itemsBetween) return;
		since = 0;
		collect ??= collector();
		collect();
	};
}

function collector(): () => void {
	// Both are looked at whenever they are needed. The young generation stays as it has grown by now: at its
	// first size it would be collected twice as often, for twice the processor time.
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--expose-gc');
	return runInNewContext('gc') as () => void;
}
