import {type Plan, planOf} from './plan.js';

/** A session that once failed, and what was wrong. */
export type Case = {readonly plan: Plan; readonly wrong: string};

/** They are lived through again by every run, before any other. */
export const cases: readonly Case[] = [
	{
		plan: {...planOf(0), troubles: ['second'], steps: 40, lives: 2},
		wrong:
			'Nothing yet: both programs load what is loaded late, and lock for the first time, which asks the disk once how precise its times are.',
	},
	{
		plan: {seed: 7014, like: 'aws', troubles: ['loss'], steps: 7, lives: 1, uploads: 4},
		wrong:
			'The read of the rules of the bucket did not end with the screen: it was sent again after the program had quit.',
	},
	{
		plan: {
			...{seed: 21_067, like: 'aws', troubles: ['outage', 'disk', 'kill']},
			...{steps: 6, lives: 2, uploads: 3},
		},
		wrong:
			'The folder of the runs could not be read at the start, and the program ended with that.',
	},
	{
		plan: {
			...{seed: 1_000_147, like: 'aws', troubles: ['disk']},
			...{steps: 20, lives: 1, uploads: 3},
		},
		wrong: 'The history opened the journal, could not read it, and did not close it.',
	},
	{
		plan: {
			...{seed: 1_001_108, like: 'aws', troubles: ['delay', 'cut', 'clock', 'second']},
			...{steps: 27, lives: 1, uploads: 2},
		},
		wrong:
			'The judge took an Abort for open again that the second partway had proven, since its own could not look.',
	},
	{
		plan: planOf(1_001_581),
		wrong: 'What a process wrote and did not flush before it was quit was not known to the judge.',
	},
	{
		plan: {
			...{seed: 1_002_568, like: 'aws', troubles: ['delay']},
			...{steps: 8, lives: 1, uploads: 4},
		},
		wrong:
			'The judge did not know that an Abort of one that was named alone leaves after the third look.',
	},
	{
		plan: {
			...{seed: 3_005_236, like: 'aws', troubles: ['clock', 'others']},
			...{steps: 4, lives: 1, uploads: 8},
		},
		wrong:
			'The judge did not know that an upload is done which its own client completed just before the intent was written.',
	},
	{
		plan: {
			...{seed: 3_009_217, like: 'aws', troubles: ['repeat', 'refusal']},
			...{steps: 7, lives: 2, uploads: 1},
		},
		wrong:
			'The judge took the answer of the second copy of a request, which nobody gets, for the one that came back.',
	},
	{
		plan: {
			...{seed: 3_013_157, like: 'aws', troubles: ['delay', 'credentials']},
			...{steps: 7, lives: 1, uploads: 2},
		},
		wrong:
			'The parts could not be read before a Complete, and the look at its object went on after the program had quit.',
	},
	{
		plan: {
			...{seed: 3_017_283, like: 'aws', troubles: ['outage', 'disk']},
			...{steps: 20, lives: 2, uploads: 4},
		},
		wrong:
			'A run that was taken up again could not look, and called unknown what the journal had as accepted: no start told it any more.',
	},
	{
		plan: {
			...{seed: 3_068_569, like: 'aws', troubles: ['loss', 'disk']},
			...{steps: 14, lives: 2, uploads: 4},
		},
		wrong: 'The disk was full where a run was taken up again, and the program ended with that.',
	},
	{
		plan: {
			...{seed: 3_059_471, like: 'aws', troubles: ['delay', 'refusal']},
			...{steps: 14, lives: 1, uploads: 5},
		},
		wrong:
			'The judge took the read of another screen, which was refused, for the re-read of the Abort.',
	},
	{
		plan: {
			...{seed: 3_065_537, like: 'aws', troubles: ['delay', 'loss', 'cut', 'others']},
			...{steps: 3, lives: 1, uploads: 5},
		},
		wrong:
			'The judge took the read of another screen, which was later, for the re-read of the Abort.',
	},
	{
		plan: {
			...{seed: 3_087_671, like: 'aws', troubles: ['delay', 'repeat', 'credentials']},
			...{steps: 3, lives: 2, uploads: 4},
		},
		wrong: 'The world let the credentials of a request end between the arrivals of its two copies.',
	},
];
