import {type Plan, planOf} from './plan.js';

/** A session that once failed, and what was wrong. */
export type Case = {readonly plan: Plan; readonly wrong: string};

/** They are lived through again by every run, before any other. */
export const cases: readonly Case[] = [
	{
		plan: {...planOf(0), troubles: [], steps: 40, lives: 2},
		wrong: 'Nothing yet: it loads what is loaded late, since that may ask for a random number.',
	},
];
