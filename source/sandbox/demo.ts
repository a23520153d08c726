import {join} from 'node:path';
import {writeFileOfGap} from './demo/file-of-gap.js';
import {heldUploads, tusdKey} from './demo/held.js';
import {expiringUploads, movingUploads, specialCases, specialKeys} from './demo/special-cases.js';
import {teamUploads} from './demo/teams.js';
import {type MovingUpload, startTicker} from './demo/ticker.js';
import {day, gib, mib} from './demo/units.js';
import {seedOf} from './demo/upload-plan.js';
import {readLifecycle} from './operations/lifecycle-document.js';
import {Random} from './random.js';
import type {Sandbox} from './sandbox.js';

/** What was seeded. */
export type Demo = {
	/** Name of the main bucket. */
	bucket: string;
	/** Writes the file that one of its uploads is of into a folder, under the last name of its key. */
	writeFile: (folder: string) => Promise<void>;
	/** Uploads that are meant to go on. */
	moving: MovingUpload[];
};

const main = 'acme-media';
const second = 'acme-analytics';
const quiet = 'acme-website';

const rule = (id: string, status: string, prefix: string, action: string) =>
	`<Rule><ID>${id}</ID><Status>${status}</Status><Filter><Prefix>${prefix}</Prefix></Filter>${action}</Rule>`;

const abortAfter = (days: number) =>
	`<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;

/** The bucket cleans up by itself what was forgotten for a week, and has rules beside that one. */
const cleanUpRules = `<LifecycleConfiguration>${[
	rule('forgotten-uploads', 'Enabled', '', abortAfter(7)),
	rule('quick-previews', 'Disabled', 'site-builds/', abortAfter(2)),
	rule('old-logs', 'Enabled', 'logs/', '<Expiration><Days>90</Days></Expiration>'),
].join('')}</LifecycleConfiguration>`;

/**
 * Fills a sandbox with a small believable world, the same on every run but for its dates, which
 * are relative to the sandbox's clock. Nothing moves by itself: see `startDemoTicker`.
 */
export function seedDemo(sandbox: Sandbox): Demo {
	const {seed} = sandbox;
	const now = sandbox.now();
	const random = new Random(2026);
	for (const name of [main, second, quiet]) seed.bucket(name, {created: now - 900 * day});
	// Others upload here too, and what they upload is the owner's: ACLs are for the main bucket.
	sandbox.store.bucket(second)!.settings.ownership = 'BucketOwnerEnforced';
	const stranger = sandbox.users[1];
	if (stranger !== undefined) seed.bucket('partner-exchange', {owner: stranger.name});
	const moving = movingUploads(main);
	const plans = [
		...moving,
		...specialCases(main),
		...teamUploads(main, 130, random, now),
		...teamUploads(second, 24, random, now).map((plan, at) => ({...plan, byAnother: at % 3 === 0})),
		...expiringUploads(quiet),
		...heldUploads(second),
	];
	const ids = plans.map((plan, nth) => seed.upload(seedOf(plan, nth, sandbox)));
	sandbox.store.bucket(quiet)?.setLifecycle(readLifecycle(cleanUpRules));
	seedObjects(sandbox, random);
	return {
		bucket: main,
		writeFile: folder =>
			writeFileOfGap(join(folder, specialKeys.gap.split('/').at(-1)!), now - 27 * day),
		moving: moving.map(({bucket, key, partSize}, at) => ({
			bucket,
			key,
			partSize,
			uploadId: ids[at]!,
		})),
	};
}

/** Lets parts arrive in the demo's moving uploads. `every` is in milliseconds. */
export function startDemoTicker(sandbox: Sandbox, demo: Demo, every = 900): void {
	startTicker(sandbox, demo.moving, every);
}

function seedObjects({seed, now}: Sandbox, random: Random): void {
	const ago = (days: number) => now() - Math.round(days * day);
	seed.object({bucket: main, key: specialKeys.overwrites, size: 2 * gib, lastModified: ago(40)});
	for (let nth = 1; nth <= 24; nth++) {
		const key = `releases/stable/v${nth}.0/installer.iso`;
		const size = random.between(700, 2400) * mib;
		seed.object({bucket: main, key, size, lastModified: ago(random.between(41, 800))});
	}
	seed.object({
		bucket: second,
		key: `${tusdKey}.info`,
		lastModified: ago(51),
		body: '{"Size":4294967296}',
	});
	const page = {bucket: quiet, key: 'index.html', lastModified: ago(3)};
	seed.object({...page, body: '<h1>Acme</h1>\n', headers: {'content-type': 'text/html'}});
}
