import {syncBuiltinESMExports} from 'node:module';
import {Socket} from 'node:net';
import timers from 'node:timers/promises';

/**
 * Loaded into the program before it starts: timers of three seconds and more end thirty times sooner, and
 * what a server may be silent for ends ten times sooner: a busy machine is silent for seconds. So a test can
 * wait for a server that stays silent, or for the program to look again. The program itself is the built one.
 */
const faster = (milliseconds, times = 30) =>
	milliseconds >= 3000 ? milliseconds / times : milliseconds;

const {setTimeout: wait} = globalThis;
globalThis.setTimeout = (callback, milliseconds, ...rest) =>
	wait(callback, faster(milliseconds), ...rest);

const {setTimeout: delay} = timers;
timers.setTimeout = (milliseconds, ...rest) => delay(faster(milliseconds), ...rest);
syncBuiltinESMExports();

const {setTimeout: limitSilence} = Socket.prototype;
Socket.prototype.setTimeout = function (milliseconds, callback) {
	return limitSilence.call(this, faster(milliseconds, 10), callback);
};
