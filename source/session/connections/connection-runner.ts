import type {Action} from '../core/action.js';
import type {SessionDeps} from '../core/deps.js';
import type {Effect} from '../core/effect.js';
import {resolveNamed, resolveTyped} from './connect.js';

/** What is done with connections: they are stored, removed, tested. */
type ConnectionEffect = Extract<
	Effect,
	{
		type: 'save-connection' | 'remove-connection' | 'test-connection' | 'stop-test';
	}
>;

/** Does that; of tests one at a time, so that a new one ends the one before. */
export class ConnectionRunner {
	readonly #deps: SessionDeps;
	readonly #dispatch: (action: Action) => void;
	#test: AbortController | undefined;

	constructor(deps: SessionDeps, dispatch: (action: Action) => void) {
		this.#deps = deps;
		this.#dispatch = dispatch;
	}

	run(effect: ConnectionEffect): void {
		switch (effect.type) {
			case 'test-connection':
				this.close();
				this.#test = new AbortController();
				void this.#testConnection(effect, this.#test.signal);
				return;
			case 'stop-test':
				this.close();
				return;
			default:
				void this.#change(effect).then(this.#dispatch);
		}
	}

	/** Ends a test that runs. */
	close(): void {
		this.#test?.abort();
	}

	async #change(
		effect: Exclude<ConnectionEffect, {type: 'test-connection' | 'stop-test'}>,
	): Promise<Action> {
		const {env} = this.#deps;
		const {removeConnection, saveConnection} = await import('./connections.js');
		return effect.type === 'save-connection'
			? saveConnection(env, effect.profile, effect.before)
			: removeConnection(env, effect.name);
	}

	async #testConnection(
		{test, subject}: Extract<Effect, {type: 'test-connection'}>,
		signal: AbortSignal,
	): Promise<void> {
		const {launch, env, onRequest, openGateway} = this.#deps;
		const resolved =
			subject.kind === 'named'
				? await resolveNamed(launch, subject.name, env)
				: await resolveTyped(launch, subject.profile, env);
		if ('refused' in resolved)
			return this.#dispatch({type: 'test-refused', test, sentence: resolved.refused});
		const {settings, service, defaultTarget: target} = resolved;
		const label = subject.kind === 'named' ? resolved.label : `${resolved.name}, as typed`;
		const {testConnection} = await import('../../operations/connection-test/test-connection.js');
		const create =
			openGateway ?? (await import('../../s3/gateway/aws-gateway.js')).createAwsGateway;
		if (signal.aborted) return;
		const gateway = create(settings, {onRequest});
		try {
			await testConnection(gateway, {
				...{settings, service, target, env, signal},
				onProgress: found => this.#dispatch({type: 'test-progress', test, label, found}),
			});
		} catch (error) {
			if (!signal.aborted) throw error;
		} finally {
			gateway.close();
		}
	}
}
