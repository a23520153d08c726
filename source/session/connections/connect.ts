import {defaultThresholds} from '../../multipart/liveness.js';
import {rememberedName} from '../../profiles/resolve/remembered-name.js';
import type {ConnectionEntry, ConnectionOptions} from '../../profiles/resolve/resolve.js';
import type {Target} from '../../profiles/resolve/target.js';
import type {ConnectionSettings} from '../../s3/client/connection.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {Launch, SessionDeps} from '../core/deps.js';
import type {TestSubject} from '../core/effect.js';
import type {Trouble} from '../core/trouble.js';
import type {ConnectionInfo} from './connection-info.js';

type Environment = Readonly<Record<string, string | undefined>>;

type Connected = {
	readonly info: ConnectionInfo;
	readonly gateway: Gateway;
	readonly target?: Target;
};

type ConnectResult =
	| ({readonly kind: 'connected'} & Connected)
	| {readonly kind: 'refused'; readonly trouble: Trouble}
	/** Several could be meant: one is picked. */
	| {readonly kind: 'pick'};

/**
 * Makes the gateway for a connection. The SDK and the config files are loaded here and not before:
 * the first frame does not wait for them.
 *
 * @param name one that was picked, as `own:NAME`, `aws:NAME` or `rclone:NAME`; else the launch decides.
 */
export async function connect(
	launch: Launch,
	name: string | undefined,
	first: boolean,
	env: Environment,
	{onRequest, openGateway}: Pick<SessionDeps, 'onRequest' | 'openGateway'>,
): Promise<ConnectResult> {
	const createGateway =
		openGateway ?? (await import('../../s3/gateway/aws-gateway.js')).createAwsGateway;
	if (launch.kind === 'settings' && name === undefined) {
		const {settings, label, demo, price, remembered} = launch;
		const gateway = createGateway(settings, {onRequest});
		const shown = {label, demo, thresholds: defaultThresholds, price, remembered};
		const info = infoOf(shown, settings, gateway);
		return {kind: 'connected', info, gateway, target: launch.target};
	}
	const {resolveConnection, offeredAtStart, known} = await profilesOf(env);
	const asked = launch.kind === 'options' ? launch.options : {};
	const open = launch.kind === 'options' && name === undefined && isOpen(launch);
	const entries = open ? offeredAtStart(known) : [];
	if (entries.length > 1) return {kind: 'pick'};
	// The only one there is, is meant; that of the environment is what comes without a name.
	const only = entries.find(({source}) => source !== 'environment');
	const resolved = resolveConnection({
		...known,
		// What was typed on the command line beats the profile, until another one is chosen.
		options:
			name === undefined
				? {...asked, ...(only === undefined ? {} : {profile: `${only.source}:${only.name}`})}
				: first
					? {...asked, profile: name}
					: {...sessionWide(launch), profile: name},
	});
	if ('refused' in resolved) return {kind: 'refused', trouble: resolved.refused};
	const gateway = createGateway(resolved.settings, {onRequest});
	const {label, thresholds, price} = resolved;
	const remembered = rememberedName(resolved, name === undefined || first ? asked : {});
	const demo = isDemo(launch, resolved.settings);
	const shown = {label, demo, thresholds, remembered, price};
	const info = infoOf(shown, resolved.settings, gateway);
	const typed = launch.kind === 'options' && name === undefined ? launch.target : undefined;
	return {kind: 'connected', info, gateway, target: typed ?? resolved.defaultTarget};
}

/** The rows of the picker. `problem`: what is wrong with partway's file or those of AWS. `notes`: which connections of other tools cannot be used, and why. */
export async function readConnections(env: Environment): Promise<{
	readonly entries: readonly ConnectionEntry[];
	readonly problem?: string;
	readonly notes: readonly string[];
}> {
	const {listConnections, known} = await profilesOf(env);
	const problem = known.problems.join(' ');
	return {
		entries: listConnections(known),
		notes: known.notes,
		...(problem === '' ? {} : {problem}),
	};
}

/** The connection of a name (`own:NAME`, `aws:NAME`), or that a profile would make, which is not stored. */
export async function resolveSubject(launch: Launch, subject: TestSubject, env: Environment) {
	const {resolveConnection, known} = await profilesOf(env);
	const options = sessionWide(launch);
	if (subject.kind === 'named')
		return resolveConnection({...known, options: {...options, profile: subject.name}});
	const {profile} = subject;
	const store = {list: () => [profile], invalid: new Map<string, string>()};
	return resolveConnection({
		...known,
		store,
		options: {...options, profile: `own:${profile.name}`},
	});
}

/** What the files and the environment hold, and what makes connections of it: loaded when it is asked for. */
async function profilesOf(env: Environment) {
	const resolve = await import('../../profiles/resolve/resolve.js');
	const {loadConnectionSources} = await import('../../profiles/resolve/sources.js');
	return {...resolve, known: await loadConnectionSources(env)};
}

/** Whether the settings lead to the server that the demo runs. */
function isDemo(launch: Launch, {endpoint}: ConnectionSettings): boolean {
	return launch.kind === 'settings' && launch.demo && launch.settings.endpoint === endpoint;
}

/** What the command line says of every connection, whichever is chosen later. */
function sessionWide(launch: Launch): Pick<ConnectionOptions, 'readOnly' | 'caBundle'> {
	if (launch.kind === 'settings') return {readOnly: launch.settings.readOnly || undefined};
	const {readOnly, caBundle} = launch.options;
	return {readOnly, caBundle};
}

/** Nothing was said of what to connect to. */
function isOpen({options, target}: Extract<Launch, {kind: 'options'}>): boolean {
	return target === undefined && options.profile === undefined && options.endpoint === undefined;
}

function infoOf(
	shown: Pick<ConnectionInfo, 'label' | 'demo' | 'thresholds' | 'remembered' | 'price'>,
	{region, readOnly}: ConnectionSettings,
	{endpoint, terms, protectedPrefixes}: Gateway,
): ConnectionInfo {
	return {...shown, ...terms, endpoint, region, readOnly, protectedPrefixes};
}
