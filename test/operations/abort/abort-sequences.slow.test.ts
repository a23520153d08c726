import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {PlannedAbort} from '../../../source/multipart/abort-selection.js';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import type {AbortRunEvent} from '../../../source/operations/abort-run/abort-run.js';
import type {Reason} from '../../../source/operations/reason/reason.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {sentenceOf} from '../../support/reasons.js';
import {error, planFor, start} from '../abort-run/abort-run-stage.js';
import {type ActStage, bucket, hour, MiB, openActStage} from '../act-stage.js';

const abort = 'AbortMultipartUpload';
const html = {headers: {'content-type': 'text/html'}, body: '<html>Not here</html>'};
const page = (status: number, afterEffect: boolean): FaultAction => ({
	respond: {status, ...html, afterEffect},
});

/** What an Abort is answered, with or without its effect; `ok` is no fault. */
const answers: Readonly<Record<string, FaultAction | undefined>> = {
	ok: undefined,
	'yes, none': {respond: {status: 204, body: ''}},
	'cut before': {cut: 'before'},
	'cut after': {cut: 'after'},
	'503 before': page(503, false),
	'503 after': page(503, true),
	'504 after': page(504, true),
	'404 before': page(404, false),
	'404 after': page(404, true),
	'200 before': page(200, false),
	'200 after': page(200, true),
	'slow before': error(503, 'SlowDown'),
	'slow after': error(503, 'SlowDown', {afterEffect: true}),
	'500 after': error(500, 'InternalError', {afterEffect: true}),
	denied: error(403, 'AccessDenied'),
	'no such': error(404, 'NoSuchUpload', {afterEffect: true}),
};

/** What a look at the parts is answered. */
const looks: Readonly<Record<string, FaultAction | undefined>> = {
	true: undefined,
	denied: error(403, 'AccessDenied'),
	fails: error(400, 'InvalidRequest'),
};

/** What the listing is answered. */
const listings: Readonly<Record<string, FaultAction | undefined>> = {
	true: undefined,
	denied: error(403, 'AccessDenied'),
	fails: error(400, 'InvalidRequest'),
};

const between = ['nothing', 'a part', 'another', 'stop', 'expired'] as const;

const attempts = fc.record({
	how: fc.constantFrom('run', 'single'),
	answers: fc.array(fc.constantFrom(...Object.keys(answers)), {maxLength: 4}),
	looks: fc.array(fc.constantFrom('true', 'true', 'true', 'denied', 'fails'), {maxLength: 6}),
	listing: fc.constantFrom('true', 'true', 'true', 'denied', 'fails'),
	/** What happens before each repetition. */
	between: fc.array(fc.constantFrom('nothing', ...between), {maxLength: 3}),
});
type Attempts = typeof attempts extends fc.Arbitrary<infer A> ? A : never;

/** A 204 that does nothing, and nothing else goes wrong. */
const yesInVain: Attempts = {
	how: 'run',
	answers: ['yes, none'],
	looks: [],
	listing: 'true',
	between: [],
};

type Claim = {
	readonly kind: string;
	readonly reason: Reason;
	readonly freed?: number;
};

/** One upload, and what the sandbox's own store says of it. */
class Truth {
	readonly on: ActStage;
	readonly target: UploadTarget;
	/** Another client has aborted it. */
	byAnother = false;
	/** Parts that landed while nothing of ours was between re-read and Abort: none of them may be lost. */
	landed = 0;

	constructor(on: ActStage, key: string) {
		this.on = on;
		this.target = on.upload([8 * MiB], {key});
	}

	get upload() {
		const {key, uploadId} = this.target;
		return this.on.sandbox.store.bucket(bucket)?.upload(key, uploadId);
	}

	get isThere(): boolean {
		return this.upload !== undefined;
	}

	get byUs(): boolean {
		return !this.isThere && !this.byAnother;
	}

	land(): void {
		if (!this.isThere) return;
		this.landed++;
		this.on.sandbox.seed.part({...this.target, number: 1 + this.landed, size: MiB});
	}

	abortElsewhere(): void {
		const {upload} = this;
		if (upload === undefined) return;
		this.byAnother = true;
		this.on.sandbox.store.bucket(bucket)?.abortUpload(upload);
	}
}

function arm({on, target: {key}}: Truth, script: Attempts): void {
	const {faults} = on.sandbox;
	for (const [nth, answer] of script.answers.entries()) {
		const action = answers[answer];
		if (action !== undefined) faults.add({operation: abort, key, call: nth + 1, action});
	}
	for (const [nth, look] of script.looks.entries()) {
		const action = looks[look];
		if (action !== undefined) faults.add({operation: 'ListParts', key, call: nth + 1, action});
	}
	const action = listings[script.listing];
	if (action !== undefined) faults.add({operation: 'ListMultipartUploads', action});
}

async function carryOut(truth: Truth, plan: PlannedAbort, script: Attempts): Promise<Claim> {
	const {on, target} = truth;
	const expired = error(400, 'ExpiredToken');
	let stop = () => {};
	let turn = 0;
	const sleep = async () => {
		const what = script.between[turn++];
		if (what === 'a part') truth.land();
		else if (what === 'another') truth.abortElsewhere();
		else if (what === 'stop') stop();
		else if (what === 'expired') on.sandbox.faults.add({action: expired});
	};
	const planned = await planAbort(on.gateway, bucket, on.row(target));
	// A run over one alone is looked at in any case.
	const beside = await planFor(on, [on.upload([MiB], {key: `beside ${target.key}`})]);
	const {service, version} = await on.gateway.listUploadsPage({bucket});
	arm(truth, script);
	if (script.how === 'single') {
		const reading = plan.summary && ({kind: 'read', summary: plan.summary} as const);
		const agreed = {...planned, ...(reading ? {reading} : {}), liveness: plan.liveness};
		return abortUpload(on.deps, agreed, {sleep});
	}
	let claim: Claim | undefined;
	const onEvent = (event: AbortRunEvent) => {
		if (event.kind === 'state') {
			// Nobody sits there to go on.
			if (event.state === 'paused') run.stop();
		} else if (event.result.upload.uploadId === target.uploadId) claim = event.result;
	};
	const listing = {listed: 2, listedBy: {service, version}};
	const run = await start(on, [plan, ...beside], {sleep, onEvent}, listing);
	stop = () => run.stop();
	await run.ended;
	if (claim === undefined) throw new Error('nothing was told');
	return claim;
}

/** The claim beside what is so. */
async function check(truth: Truth, claim: Claim, wasByUs: boolean, wasOpen: boolean) {
	const {on, target} = truth;
	const {kind, freed} = claim;
	const sentence = sentenceOf(claim);
	const {isThere, byUs} = truth;
	const open = (await on.journal.openActs()).filter(
		({intent}) => intent.uploadId === target.uploadId,
	);
	if (kind === 'gone') {
		expect(isThere).toBe(false);
		expect(open).toEqual([]);
		if (byUs && !wasByUs) expect(freed).toBeGreaterThanOrEqual(8 * MiB);
		if (byUs && (wasOpen || !wasByUs)) expect(sentence).not.toMatch(/gone already\.$/);
		if (!byUs && /gone already\.$/.test(sentence)) expect(freed).toBeUndefined();
	} else expect(freed).toBeUndefined();
	// Whatever else is claimed with certainty, no Abort of ours did it.
	if (kind !== 'gone' && kind !== 'accepted' && kind !== 'unknown') expect(byUs).toBe(false);
	if (/nothing (was sent|has changed)|before anything was sent/i.test(sentence))
		expect(byUs && !wasByUs).toBe(false);
	const {acts} = await on.journal.history();
	const own = acts.filter(({intent}) => intent.uploadId === target.uploadId);
	// An act that was accepted is open no more, whatever the listing shows afterwards.
	const wasListedAgain = own.some(({outcome, earlier}) =>
		[...earlier, outcome].some(each => each?.outcome === 'accepted'),
	);
	if (kind === 'unknown' && !wasListedAgain) expect(open).not.toEqual([]);
	// A part that landed before a re-read keeps its upload.
	if (truth.landed > 0 && isThere) expect(truth.upload?.parts.size).toBe(1 + truth.landed);
	if (truth.landed > 0) expect(byUs).toBe(false);
	// No act that the journal calls failed or not sent is the one that did it.
	if (byUs) {
		const standings = new Set(own.map(({standing}) => standing));
		expect(['gone', 'accepted', 'unknown'].some(each => standings.has(each as 'gone'))).toBe(true);
	}
}

// Where each is looked at, and where the listing at the end may be all that tells.
test.each(['aws', 'ceph-16'] as const)(
	'whatever comes between, what is claimed of an upload is what the store says, like %s',
	async like => {
		const stage = await openActStage({like});
		const thresholds = {...defaultThresholds, stalledAfter: 5 * hour};
		const on = {...stage, deps: {...stage.deps, thresholds}};
		let nth = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(attempts, {minLength: 1, maxLength: 2}), async scripts => {
				const truth = new Truth(on, `s${String(nth++).padStart(4, '0')}`);
				const [planned] = await planFor(on, [truth.target]);
				const plan = planned!;
				let freed = 0;
				try {
					for (const script of scripts) {
						on.sandbox.faults.clear();
						const wasByUs = truth.byUs;
						const wasOpen = (await on.journal.openActs()).some(
							({intent}) => intent.uploadId === truth.target.uploadId,
						);
						// It is settled.
						if (!truth.isThere && !wasOpen) break;
						const claim = await carryOut(truth, plan, script);
						await check(truth, claim, wasByUs, wasOpen);
						freed += claim.freed ?? 0;
					}
					expect(freed).toBeLessThanOrEqual(8 * MiB);
				} finally {
					on.sandbox.faults.clear();
					truth.abortElsewhere();
				}
			}),
			{numRuns: 60, examples: [[[yesInVain]]]},
		);
	},
);
