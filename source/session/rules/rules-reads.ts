import {defaultThresholds} from '../../multipart/liveness.js';
import type {Action} from '../core/action.js';
import type {EffectHandlers, EffectOf} from '../core/effect.js';
import {LatestRead} from '../core/latest-read.js';
import type {ReadsContext, ScreenReads} from '../core/screen-reads.js';
import type {RulesScreen} from '../core/state.js';

/** The screen hears of a listing this often, in milliseconds. */
const reportEvery = 150;

/** Reads the rules of a bucket, and counts what they do to its uploads. */
export class RulesReads implements ScreenReads {
	readonly #context: ReadsContext;
	readonly #read: LatestRead;

	constructor({id}: RulesScreen, context: ReadsContext) {
		this.#context = context;
		this.#read = new LatestRead(id, context.dispatch);
	}

	readonly handlers = {
		'read-rules': effect => this.#read.start(signal => this.#rulesOf(effect, signal)),
	} satisfies Partial<EffectHandlers>;

	stop(): void {
		this.#read.stop();
	}

	dispose(): void {
		this.stop();
	}

	async #rulesOf(
		{screen, bucket, from}: EffectOf<'read-rules'>,
		signal: AbortSignal,
	): Promise<Action> {
		const {dispatch, indexOf, connection} = this.#context;
		const gateway = this.#context.gateway();
		const {readBucketRules, listRuled, ruledIn, withUploads} = await import('./rules-work.js');
		const rules = await readBucketRules(gateway, bucket, signal);
		const on = {gateway, bucket, signal, journal: this.#context.journal()};
		const read = (facts: typeof rules): Action => ({type: 'rules-read', screen, facts});
		if (from === undefined) return read(rules);
		if (from !== 'listing') {
			const index = indexOf(from.screen, bucket);
			if (index === undefined || (index.count === 0 && !from.isWhole)) return read(rules);
			const of = {prefix: from.prefix, isWhole: from.isWhole, at: index.listedAt};
			return read(await withUploads(rules, () => ruledIn(index), of, on));
		}
		// They are seen while the uploads are listed.
		if (!signal.aborted) dispatch({type: 'rules-read', screen, facts: rules, listed: 0});
		let reported = 0;
		const {thresholds = defaultThresholds} = connection() ?? {};
		const {uploads, isWhole} = await listRuled(gateway, bucket, thresholds, signal, listed => {
			if (signal.aborted || performance.now() - reported < reportEvery) return;
			reported = performance.now();
			dispatch({type: 'rules-read', screen, facts: rules, listed});
		});
		const of = {prefix: '', isWhole, at: gateway.now()};
		return read(await withUploads(rules, () => uploads, of, on));
	}
}
