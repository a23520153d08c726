import {setTimeout as delay} from 'node:timers/promises';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import {judged} from '../../multipart/completion/verdict.js';
import {summarizeParts} from '../../multipart/part.js';
import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {ActionOf} from '../core/action.js';
import type {ReadsContext} from '../core/screen-reads.js';
import {type SessionState, type UploadsScreen, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';

/** At most this many verdicts are kept for a list: the latest. */
const mostVerdicts = 100;

/** The details of the list that is open say what was seen of an upload. */
export function withVerdict(state: SessionState, plan: CompletionPlan): SessionState {
	const {bucket} = plan.target;
	const below = state.screens.find(
		(screen): screen is UploadsScreen => screen.kind === 'uploads' && screen.bucket === bucket,
	);
	return below === undefined
		? state
		: withScreen<UploadsScreen>(state, below.id, 'uploads', screen => withSeen(screen, plan));
}

function withSeen(screen: UploadsScreen, plan: CompletionPlan): UploadsScreen {
	const seen = [...(screen.verdicts ?? [])].slice(1 - mostVerdicts);
	const {fingerprint} = summarizeParts(plan.listed);
	const entry = [uploadIdentity(plan.target), {...judged(plan), fingerprint}] as const;
	return {...screen, verdicts: new Map([...seen, entry])};
}

/** The parts of the upload under the cursor were read for its details. */
export function verdictRead(
	state: SessionState,
	{screen: id, plan}: ActionOf<'verdict-read'>,
): Step {
	return step(withScreen<UploadsScreen>(state, id, 'uploads', screen => withSeen(screen, plan)));
}

/** A cursor that was not moved for this long looks at its upload, in milliseconds. */
const looksAfter = 500;

/** Reads whether the upload whose details are shown can be completed: one at a time. */
export class VerdictRead {
	readonly #screen: UploadsScreen;
	readonly #gateway: Gateway;
	readonly #context: ReadsContext;
	#controller = new AbortController();

	constructor(screen: UploadsScreen, context: ReadsContext) {
		this.#screen = screen;
		this.#gateway = context.gateway();
		this.#context = context;
	}

	/** Ends the read before, and reads this one unless it is ended first. */
	start(upload: Upload): void {
		this.stop();
		this.#controller = new AbortController();
		const {signal} = this.#controller;
		this.#read(upload, signal).catch(error => {
			// What fails here is said where the upload is opened.
			if (!signal.aborted && !(error instanceof S3Failure)) throw error;
		});
	}

	stop(): void {
		this.#controller.abort();
	}

	async #read(upload: Upload, signal: AbortSignal): Promise<void> {
		await delay(looksAfter, undefined, {signal});
		const {prepareCompletion} = await import('../../operations/complete/complete.js');
		const {id, bucket} = this.#screen;
		const {thresholds} = this.#context.connection() ?? {};
		const plan = await prepareCompletion(this.#gateway, {...upload, bucket}, signal, {thresholds});
		if (!signal.aborted) this.#context.dispatch({type: 'verdict-read', screen: id, plan});
	}
}
