import {syncBuiltinESMExports} from 'node:module';
import {Socket} from 'node:net';
import timers from 'node:timers/promises';

/**
 * Loaded into the program before it starts: timers of three seconds and more end thirty times sooner,
 * so that a test can wait for a server that stays silent, or for the program to look again. The program
 * itself is the built one.
 */
const faster = milliseconds => (milliseconds >= 3000 ? milliseconds / 30 : milliseconds);

const {setTimeout: wait} = globalThis;
globalThis.setTimeout = (callback, milliseconds, ...rest) =>
	wait(callback, faster(milliseconds), ...rest);

const {setTimeout: delay} = timers;
timers.setTimeout = (milliseconds, ...rest) => delay(faster(milliseconds), ...rest);
syncBuiltinESMExports();

const {setTimeout: limitSilence} = Socket.prototype;
Socket.prototype.setTimeout = function (milliseconds, callback) {
	return limitSilence.call(this, faster(milliseconds), callback);
};
