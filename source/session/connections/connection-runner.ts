import type {Action} from '../core/action.js';
import type {SessionDeps} from '../core/deps.js';
import type {EffectHandlers, EffectOf} from '../core/effect.js';
import {resolveSubject} from './connect.js';

/** What is done with connections: they are stored, removed, tested, one at a time: a new test ends the one before. */
export class ConnectionRunner {
	readonly #deps: SessionDeps;
	readonly #dispatch: (action: Action) => void;
	#test: AbortController | undefined;

	constructor(deps: SessionDeps, dispatch: (action: Action) => void) {
		this.#deps = deps;
		this.#dispatch = dispatch;
	}

	readonly handlers = {
		'test-connection': effect => {
			this.close();
			this.#test = new AbortController();
			void this.#testConnection(effect, this.#test.signal);
		},
		'stop-test': () => this.close(),
		'save-connection': effect => void this.#change(effect),
		'remove-connection': effect => void this.#change(effect),
	} satisfies Partial<EffectHandlers>;

	/** Ends a test that runs. */
	close(): void {
		this.#test?.abort();
	}

	async #change(effect: EffectOf<'save-connection' | 'remove-connection'>): Promise<void> {
		const {env} = this.#deps;
		const {removeConnection, saveConnection} = await import('./connections.js');
		this.#dispatch(
			effect.type === 'save-connection'
				? await saveConnection(env, effect.profile, effect.before)
				: await removeConnection(env, effect.name),
		);
	}

	async #testConnection(
		{test, subject}: EffectOf<'test-connection'>,
		signal: AbortSignal,
	): Promise<void> {
		const {launch, env, onRequest, openGateway} = this.#deps;
		const resolved = await resolveSubject(launch, subject, env);
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
