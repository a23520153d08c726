import type {Thresholds} from '../../multipart/liveness.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import {resolveConnection} from '../../profiles/resolve/resolve.js';
import {loadConnectionSources} from '../../profiles/resolve/sources.js';
import type {Target} from '../../profiles/resolve/target.js';
import type {ConnectionSettings} from '../../s3/client/connection.js';
import {createAwsGateway} from '../../s3/gateway/aws-gateway.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {openLog, type WriteLog} from '../../terminal/log-file.js';
import {usageError} from './exit.js';
import type {Environment} from './io.js';
import type {ConnectionFlags} from './options/connection-options.js';

export type Connection = {
	/** The SDK works in this thread. */
	readonly gateway: Gateway;
	/** As it was resolved, for what goes by it: protected prefixes, region, credentials. */
	readonly settings: ConnectionSettings;
	/** The name with its source: `own:oos-prod`, `environment`. */
	readonly label: string;
	readonly thresholds: Thresholds;
	/** Absent where neither the endpoint nor the profile tells. */
	readonly service?: ServiceId;
	/** What the profile opens where nothing is named. */
	readonly defaultTarget?: Target;
};

/**
 * The connection that the options name, as the app makes it: options beat the profile, the profile beats
 * the environment, then comes the AWS default chain. Nothing is sent yet.
 *
 * @throws CommandError (usage) with the reason when there is no such connection.
 */
export async function connectFor(flags: ConnectionFlags, env: Environment): Promise<Connection> {
	const {log, ...options} = flags;
	const {problems, ...known} = await loadConnectionSources(env);
	const resolved = resolveConnection({...known, options});
	if ('refused' in resolved) throw usageError([resolved.refused, ...problems].join('\n'));
	const {settings, label, thresholds, service, defaultTarget} = resolved;
	const write = log === undefined ? undefined : logTo(log);
	const gateway = createAwsGateway(settings, {onRequest: entry => write?.(entry)});
	return {gateway, settings, label, thresholds, service, defaultTarget};
}

function logTo(path: string): WriteLog {
	try {
		return openLog(path);
	} catch (error) {
		throw usageError(`The log file cannot be opened: ${(error as Error).message}`);
	}
}
