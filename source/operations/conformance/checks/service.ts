import type {Check} from '../check.js';
import {dateSeen} from './dates.js';

export const serviceChecks = [
	{
		id: 'clock',
		want: 'within 15 minutes',
		async observe(trial) {
			const answer = await trial.head('nothing-is-here');
			const now = new Date().toUTCString();
			return dateSeen(answer.headers['date'], {...answer, headers: {date: now}});
		},
	},
	{
		id: 'lifecycle',
		want: 'readable',
		async observe(trial) {
			const answer = await trial.send({operation: 'GetBucketLifecycleConfiguration'});
			const outcome = trial.outcome(answer);
			if (outcome === '404 NoSuchLifecycleConfiguration') return 'readable';
			if (outcome !== 'ok') return outcome;
			return answer.root?.local === 'LifecycleConfiguration' ? 'readable' : 'another answer';
		},
	},
] as const satisfies readonly Check[];
