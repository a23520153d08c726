import {rememberLogin, rememberSecret} from '../../terminal/secrets.js';
import {
	type Foreign,
	type ForeignConnection,
	type ForeignFile,
	type Tool,
	tools,
	type Unusable,
} from './foreign.js';
import type {Environment} from './foreign-text.js';
import {readMc} from './mc.js';
import {readRclone} from './rclone.js';
import {readS3cmd} from './s3cmd.js';

const readers: Readonly<Record<Tool, (env: Environment) => ForeignFile>> = {
	rclone: readRclone,
	s3cmd: readS3cmd,
	mc: readMc,
};

/** What rclone, s3cmd and mc can connect to. Their files are read, never written. Never throws. */
export function readForeign(env: Environment): Foreign {
	const read = tools.map(source => ({source, ...readers[source](env)}));
	const all = read.flatMap(({connections}) => connections);
	const connections = all.filter((each): each is ForeignConnection => !('refused' in each));
	for (const {endpoint, credentials} of connections) {
		rememberLogin(endpoint);
		if (credentials.kind !== 'keys') continue;
		rememberSecret(credentials.secretAccessKey);
		rememberSecret(credentials.sessionToken);
	}
	return {
		connections,
		unusable: all.filter((each): each is Unusable => 'refused' in each),
		problems: read.flatMap(({source, problems}) => problems.map(sentence => ({source, sentence}))),
	};
}
