import {type ResolvedConnection, resolveConnection} from '../../profiles/resolve/resolve.js';
import {loadConnectionSources} from '../../profiles/resolve/sources.js';
import {createAwsGateway} from '../../s3/gateway/aws-gateway.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {openLog, type WriteLog} from '../../terminal/log-file.js';
import {usageError} from './exit.js';
import type {Environment} from './io.js';
import type {ConnectionFlags} from './options/connection-options.js';

/** `gateway`: the SDK works in this thread. */
export type Connection = ResolvedConnection & {readonly gateway: Gateway};

/**
 * The connection that the options name, as the app makes it: options beat the profile, the profile beats
 * the environment, then comes the AWS default chain. Nothing is sent yet.
 *
 * @param onRequest called for each request that was sent.
 * @throws CommandError (usage) with the reason when there is no such connection.
 */
export async function connectFor(
	flags: ConnectionFlags,
	env: Environment,
	onRequest?: () => void,
): Promise<Connection> {
	const {log, ...options} = flags;
	const {problems, ...known} = await loadConnectionSources(env);
	const resolved = resolveConnection({...known, options});
	if ('refused' in resolved) throw usageError([resolved.refused, ...problems].join('\n'));
	const write = log === undefined ? undefined : logTo(log);
	const gateway = createAwsGateway(resolved.settings, {
		onRequest(entry) {
			onRequest?.();
			write?.(entry);
		},
	});
	return {...resolved, gateway};
}

function logTo(path: string): WriteLog {
	try {
		return openLog(path);
	} catch (error) {
		throw usageError(`The log file cannot be opened: ${(error as Error).message}`);
	}
}
