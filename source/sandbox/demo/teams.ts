import type {Random} from '../random.js';
import {day, gib, hour, mib, minute} from './units.js';
import {numbersTo, type UploadPlan} from './upload-plan.js';

/** What a team uploads, and in which pieces. */
type Team = {
	partSize: number;
	/** The most parts that one of its uploads has. */
	parts: number;
	/** @param started - the day of its initiation, `YYYY-MM-DD` */
	key: (random: Random, started: string) => string;
};

const two = (number: number): string => String(number).padStart(2, '0');

const teams: readonly Team[] = [
	{
		partSize: 64 * mib,
		parts: 220,
		key: random =>
			`media/raw/${random.pick(['harbour', 'night-market', 'glacier', 'interview'])}/A${two(random.between(1, 40))}_C${two(random.between(1, 99))}.mov`,
	},
	{
		partSize: 128 * mib,
		parts: 400,
		key: (random, started) =>
			`backups/postgres/${random.pick(['orders', 'billing', 'identity', 'search'])}/${started}.dump.zst`,
	},
	{
		partSize: 256 * mib,
		parts: 120,
		key: random =>
			`ml/checkpoints/${random.pick(['ranker-v3', 'whisper-ft', 'vision-xl'])}/step-${random.between(1, 400) * 500}.safetensors`,
	},
	{
		partSize: 16 * mib,
		parts: 90,
		key: random =>
			`genomics/run-${random.between(210, 290)}/${random.pick(['R1', 'R2'])}_L00${random.between(1, 8)}.fastq.gz`,
	},
	{
		partSize: 8 * mib,
		parts: 60,
		key: (random, started) =>
			`logs/edge/${started}/pop-${random.pick(['ams', 'fra', 'sin', 'gru'])}.ndjson.gz`,
	},
	{
		partSize: gib / 4,
		parts: 80,
		key: random =>
			`vm-images/${random.pick(['build', 'desktop', 'gpu'])}-${random.between(100, 180)}.qcow2`,
	},
];

/** How long ago: a few minutes, some hours, or days to months, most of them the last. */
function ages(random: Random): {age: number; quiet: number} {
	const dice = random.next();
	if (dice < 0.08)
		return {age: random.between(40, 300) * minute, quiet: random.between(1, 25) * minute};
	if (dice < 0.2) {
		const quiet = random.between(2, 20) * hour;
		return {age: quiet + random.between(1, 6) * hour, quiet};
	}
	const quiet = Math.round(random.next() ** 2 * 200 * day) + 2 * day;
	return {age: quiet + random.between(20, 900) * minute, quiet};
}

/** Ordinary uploads of several teams. */
export function teamUploads(
	bucket: string,
	count: number,
	random: Random,
	now: number,
): UploadPlan[] {
	return Array.from({length: count}, () => {
		const team = random.pick(teams);
		const {age, quiet} = ages(random);
		const parts = random.next() < 0.1 ? 0 : random.between(1, team.parts);
		const whole = random.next() < 0.25 && parts > 0;
		return {
			bucket,
			key: team.key(random, new Date(now - age).toISOString().slice(0, 10)),
			age,
			quiet,
			partSize: team.partSize,
			numbers: numbersTo(parts),
			// Some had all their parts and died just before completing.
			oddSizes: whole ? {[parts]: random.between(1, team.partSize - 1)} : {},
			storageClass: random.next() < 0.12 ? 'STANDARD_IA' : undefined,
		};
	});
}
