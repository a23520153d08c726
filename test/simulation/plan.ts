import {Random} from '../../source/sandbox/random.js';
import type {PersonalityName} from '../../source/sandbox/sandbox.js';

/** What may go wrong in a world, and who is in it. Each has chance of its own, so that one can be left out and the others stay. */
export const troubles = [
	'delay',
	'loss',
	'cut',
	'repeat',
	'refusal',
	'outage',
	'clock',
	'credentials',
	'disk',
	'kill',
	'quit',
	'others',
	'second',
] as const;

export type Trouble = (typeof troubles)[number];

/** A session, as a seed says it. Left out of it what does not matter for what it shows, it is the shortest that shows it. */
export type Plan = {
	readonly seed: number;
	readonly like: PersonalityName;
	readonly troubles: readonly Trouble[];
	/** How often the person does something, at most; in how many processes, one after the other. */
	readonly steps: number;
	readonly lives: number;
	readonly uploads: number;
};

/** A random number of its own for each purpose. */
export function chance(seed: number, purpose: string): Random {
	let mixed = seed | 0;
	for (const letter of purpose)
		mixed = (Math.imul(mixed ^ letter.charCodeAt(0), 0x9e3779b1) ^ (mixed >>> 15)) | 0;
	const random = new Random(mixed);
	random.next();
	return random;
}

export function planOf(seed: number): Plan {
	const random = chance(seed, 'plan');
	const isCalm = random.next() < 0.2;
	// What is wrong mostly shows in few steps, and of short sessions there are more in the same time.
	const isShort = random.next() < 0.75;
	return {
		seed,
		like: random.pick([
			'aws',
			'aws',
			'aws',
			'ceph-16',
			'ceph-16',
			'minio',
			'r2',
			'seaweedfs',
			'moto',
		]),
		// A second partway is as much work again.
		troubles: troubles.filter(each => !isCalm && random.next() < (each === 'second' ? 0.15 : 0.35)),
		steps: isShort ? random.between(1, 8) : random.between(4, 36),
		lives: random.pick(isShort ? [1, 1, 1, 2] : [1, 1, 2, 2, 3]),
		uploads: random.next() < 0.03 ? random.between(20, 60) : random.between(1, isShort ? 5 : 9),
	};
}

/** The shortest plan of which the same is said, found by leaving out one thing after the other. */
export async function shrunk(
	plan: Plan,
	stillShows: (plan: Plan) => Promise<boolean>,
): Promise<Plan> {
	let least = plan;
	for (let found = true; found; ) {
		found = false;
		const {troubles, lives, steps, uploads} = least;
		const smaller: Plan[] = [
			...troubles.map(each => ({...least, troubles: troubles.filter(other => other !== each)})),
			...[1, lives - 1].map(fewer => ({...least, lives: fewer})),
			...[steps >> 1, steps - 3, steps - 1].map(fewer => ({...least, steps: fewer})),
			...[1, uploads >> 1, uploads - 1].map(fewer => ({...least, uploads: fewer})),
			{...least, like: 'aws' as const},
		].filter(
			each =>
				each.lives >= 1 &&
				each.steps >= 1 &&
				each.uploads >= 1 &&
				JSON.stringify(each) !== JSON.stringify(least),
		);
		for (const each of smaller) {
			if (!(each.lives <= lives && each.steps <= steps && each.uploads <= uploads)) continue;
			if (!(await stillShows(each))) continue;
			least = each;
			found = true;
			break;
		}
	}
	return least;
}
