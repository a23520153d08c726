import type {Journal} from '../../operations/journal/journal.js';
import type {ChangeResult} from '../../operations/rules/types.js';
import {type Through, troubleOf} from '../acts/act-watcher.js';
import type {ActId} from '../acts/acts-state.js';
import type {Action} from '../core/action.js';
import type {EffectHandlers, EffectOf} from '../core/effect.js';

/** The dialog hears of what is listed for a plan this often, in milliseconds. */
const reportEvery = 150;

type Rules = typeof import('../../operations/rules/rules.js');

type RulesContext = {
	readonly dispatch: (action: Action) => void;
	readonly journal: () => Journal;
	/** What is acted through; undefined while nothing is connected. */
	readonly through: () => Through | undefined;
	/** Reports which acts the journal holds open by now. */
	readonly reportUnsettled: () => Promise<void>;
};

/** Plans and sends changes of rules. A plan ends with its dialog; what was sent runs on until it ends. */
export class RulesRunner {
	readonly #session: RulesContext;
	/** What each change was sent through: it is put back the same way. */
	readonly #sentThrough = new Map<ActId, Through>();
	#planning = new AbortController();

	constructor(session: RulesContext) {
		this.#session = session;
	}

	readonly handlers = {
		'plan-rule': effect => void this.#plan(effect),
		'change-rules': ({act, plan}) =>
			void this.#send(act, this.#session.through(), ({changeRules}, deps) => {
				const {signal} = new AbortController();
				return changeRules(deps, plan, {signal, ...lookingBy(deps)});
			}),
		'put-back-rules': ({act, of, written}) =>
			void this.#send(act, this.#sentThrough.get(of), ({putBack}, deps) => putBack(deps, written)),
	} satisfies Partial<EffectHandlers>;

	stopPreparing(): void {
		this.#planning.abort();
	}

	async #plan({bucket, request}: EffectOf<'plan-rule'>): Promise<void> {
		const through = this.#session.through();
		if (through === undefined) return;
		this.stopPreparing();
		this.#planning = new AbortController();
		const {signal} = this.#planning;
		const {dispatch} = this.#session;
		let reported = 0;
		try {
			const {planRule} = await import('../../operations/rules/rules.js');
			const plan = await planRule(through.gateway, bucket, request, {
				signal,
				...lookingBy(through),
				onProgress(how) {
					if (signal.aborted || performance.now() - reported < reportEvery) return;
					reported = performance.now();
					dispatch({type: 'rule-planning', ...how});
				},
			});
			if (!signal.aborted) dispatch({type: 'rule-planned', plan});
		} catch (error) {
			if (!signal.aborted) dispatch({type: 'act-refused', trouble: troubleOf(error)});
		}
	}

	async #send(
		act: ActId,
		through: Through | undefined,
		work: (rules: Rules, deps: Through & {journal: Journal}) => Promise<ChangeResult>,
	): Promise<void> {
		if (through === undefined) return;
		this.#sentThrough.set(act, through);
		const rules = await import('../../operations/rules/rules.js');
		const result = await work(rules, {...through, journal: this.#session.journal()});
		const written = 'written' in result ? result.written : undefined;
		const putBack = written && rules.planPutBack(written);
		const changes = putBack?.some(({change}) => change !== 'kept');
		this.#session.dispatch({
			type: 'rules-ended',
			act,
			result,
			...(changes ? {putBack} : {}),
		});
		await this.#session.reportUnsettled();
	}
}

/** How uploads are judged by a plan. */
function lookingBy({gateway, thresholds}: Through) {
	return {thresholds, service: gateway.service};
}
