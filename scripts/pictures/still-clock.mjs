/**
 * Loaded into the program, and into its threads, before they start: it is always the same moment, and no part arrives
 * in the demo's uploads. Timers and `performance.now` go on, so that the program works as ever.
 */
const moment = Date.UTC(2026, 10, 30, 12);
const TrueDate = Date;

globalThis.Date = class extends TrueDate {
	constructor(...given) {
		super(...(given.length === 0 ? [moment] : given));
	}

	static now() {
		return moment;
	}
};

// By this one requests go slower where a busy machine answers late. An hour ago is nothing that a screen tells of.
const begun = moment - 60 * 60_000 - performance.now();
Object.defineProperty(performance, 'timeOrigin', {value: begun});

/** How often a part arrives: source/sandbox/demo.ts. */
const tick = 900;
const {setInterval: repeat} = globalThis;
globalThis.setInterval = (callback, every, ...rest) =>
	repeat(every === tick ? () => {} : callback, every, ...rest);
