import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import {appendFileSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {Socket} from 'node:net';

/**
 * Loaded into the program before it starts, in each of its threads: a line in the file SOCKETS for each connection
 * that is opened, each name that is looked up, each datagram and each program that is run. They all go on.
 */
const note = (what, where) => appendFileSync(process.env.SOCKETS, `${what} ${where}\n`);

const {connect} = Socket.prototype;
Socket.prototype.connect = function (...args) {
	const [options] = Array.isArray(args[0]) ? args[0] : args;
	note('connect', options.path ?? `${options.host}:${options.port}`);
	return connect.apply(this, args);
};

const watch = (owner, name, what) => {
	const before = owner[name];
	owner[name] = function (...args) {
		note(what, String(args[0]));
		return before.apply(this, args);
	};
};
for (const of of [dns, dns.promises])
	for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt'])
		watch(of, name, 'lookup');
watch(dgram.Socket.prototype, 'send', 'datagram');
for (const name of ['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execSync', 'execFileSync'])
	watch(childProcess, name, 'run');
syncBuiltinESMExports();
