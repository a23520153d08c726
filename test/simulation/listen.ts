import type {Session} from '../../source/session/core/store.js';
import type {Life} from './clock.js';
import type {News} from './history.js';

/** What a session says, as it says it. */
export function listen(session: Session, life: Life, tell: (news: News) => void): void {
	const said = new Map<number, unknown>();
	let open: unknown;
	session.subscribe(() => {
		if (!life.isAlive) return;
		const {acts} = session.getState();
		if (acts.unsettled !== open) {
			open = acts.unsettled;
			tell({what: 'told', life: life.pid, open: acts.unsettled.map(({intent}) => intent.id)});
		}
		for (const act of acts.acts) {
			const now =
				act.kind === 'complete'
					? act.outcome
					: act.kind === 'abort'
						? act.result
						: act.kind === 'run'
							? act.facts
							: undefined;
			if (
				now === undefined ||
				said.get(act.id) === (act.kind === 'run' && act.ended ? act.ended : now)
			)
				continue;
			said.set(act.id, act.kind === 'run' && act.ended ? act.ended : now);
			if (act.kind === 'run') {
				const left = act.results.map(({upload: {key, uploadId}, kind}) => ({key, uploadId, kind}));
				tell({
					what: 'counted',
					life: life.pid,
					run: act.id,
					isEmptying: act.what === 'empty',
					gone: act.facts?.counts.gone ?? 0,
					total: act.total,
					left,
					ended: act.ended !== undefined,
				});
			} else if (act.kind === 'complete' && act.outcome !== undefined) {
				const {key, uploadId} = act.plan.target;
				const etag = 'etag' in act.outcome ? act.outcome.etag?.replaceAll('"', '') : undefined;
				tell({
					what: 'said',
					life: life.pid,
					act: 'complete',
					key,
					uploadId,
					kind: act.outcome.kind,
					etag,
				});
			} else if (act.kind === 'abort' && act.result !== undefined) {
				const {key, uploadId} = act.plan.target;
				tell({what: 'said', life: life.pid, act: 'abort', key, uploadId, kind: act.result.kind});
			}
		}
	});
}
