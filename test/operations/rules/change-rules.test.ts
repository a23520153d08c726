import {describe, expect, test} from 'vitest';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {readLifecycle} from '../../../source/multipart/rules/lifecycle-document.js';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {settleAct} from '../../../source/operations/journal/settle.js';
import {rulesKey} from '../../../source/operations/journal/written-rules.js';
import {changeRules} from '../../../source/operations/rules/change-rules.js';
import {changeOf, planRule} from '../../../source/operations/rules/plan-rule.js';
import {planPutBack, putBack} from '../../../source/operations/rules/put-back.js';
import {readRules} from '../../../source/operations/rules/read-rules.js';
import type {ChangeResult, RulePlan, RuleRequest} from '../../../source/operations/rules/types.js';
import {reasonWords} from '../../../source/text/reason/reason-words.js';
import {abortXml, documentOf, documentXml, ruleXml} from '../../multipart/rules/rule-samples.js';
import {type ActStage, bucket, hour, MiB, openActStage} from '../act-stage.js';

const day = 24 * hour;
const again = {signal: new AbortController().signal, thresholds: defaultThresholds};
const add = {kind: 'add', prefix: 'logs/', days: 7} as const;
const others = [
	ruleXml({id: 'a', actions: '<Expiration><Days>30</Days></Expiration><Thaw><At>2</At></Thaw>'}),
	ruleXml({id: 'b', scope: '<Filter><Prefix>b/</Prefix></Filter>', actions: abortXml(40)}),
];

const plan = ({gateway}: ActStage, request: RuleRequest = add) =>
	planRule(gateway, bucket, request, again);
const put = (stage: ActStage, ...rules: string[]) =>
	stage.gateway.putLifecycle({bucket, text: documentXml(...rules)});
const idsIn = async ({gateway}: ActStage) => {
	const reading = await readRules(gateway, bucket);
	return reading.kind === 'read' ? reading.rules.map(({id}) => id) : reading.failure;
};
const own = 'abort-uploads-after-7-days';

/** Changes without waiting; `between` runs before each look at what was written. */
const change = (stage: ActStage, plan: RulePlan, between: () => unknown = () => {}) =>
	changeRules(stage.deps, plan, again, {sleep: async () => between()});

const noWait = {sleep: async () => {}};

/** What the journal says of the changes of rules, the oldest first. */
async function written({journal}: ActStage) {
	const {acts} = await journal.history();
	return acts.map(({intent, outcome}) => [intent.rules?.change, outcome?.outcome]);
}

describe('adding a rule', () => {
	test('beside others, which stay as they are', async () => {
		const stage = await openActStage();
		await put(stage, ...others);
		const planned = await plan(stage);
		expect(planned).toMatchObject({findings: [], reach: {covered: 0}, rule: {id: own}});
		expect(planned.refusal).toBeUndefined();
		const result = await change(stage, planned);
		expect(result).toMatchObject({kind: 'done', reason: {code: 'rules-as-sent'}});
		const answer = await stage.gateway.lifecycleDocument(bucket);
		for (const rule of others) expect(answer?.text).toContain(rule);
		expect(await idsIn(stage)).toEqual(['a', 'b', own]);
		expect(await written(stage)).toEqual([['add', 'done']]);
	});

	test('as the first; put back, none is left', async () => {
		const stage = await openActStage();
		const result = await change(stage, await plan(stage, {...add, id: 'mine'}));
		expect(await idsIn(stage)).toEqual(['mine']);
		const back = writtenBy(result);
		expect(planPutBack(back).map(({change, rule}) => [change, rule.id])).toEqual([
			['removed', 'mine'],
		]);
		expect(await putBack(stage.deps, back, noWait)).toMatchObject({kind: 'done'});
		expect(stage.sandbox.requests.count('DeleteBucketLifecycle')).toBe(1);
		expect(await idsIn(stage)).toEqual([]);
		expect(await written(stage)).toEqual([
			['add', 'done'],
			['put-back', 'done'],
		]);
	});

	test('what it takes is told by initiation: the active and the held ones by name', async () => {
		const stage = await openActStage();
		const initiated = Date.now() - 9 * day;
		const active = {number: 2, size: MiB, lastModified: Date.now()};
		stage.sandbox.seed.upload({bucket, key: 'logs/busy', initiated, parts: [active]});
		stage.sandbox.seed.upload({bucket, key: 'logs/dead', initiated, parts: [{number: 1, size: 5}]});
		const held = 'logs/part-4005733d-a830-4323-8291-8866de98b582-0';
		stage.sandbox.seed.upload({bucket, key: held, initiated, parts: []});
		stage.upload([MiB], {key: 'logs/young'});
		stage.upload([MiB], {key: 'other'});
		const {reach} = await plan(stage);
		expect(reach).toMatchObject({covered: 4, now: {count: 3, bytes: MiB + 5}, later: {count: 1}});
		expect(reach?.now.active.map(({key}) => key)).toEqual(['logs/busy']);
		expect(reach?.now.held.map(({key}) => key)).toEqual([held]);
	});

	test('without the right to list uploads what it takes is not known', async () => {
		const stage = await openActStage();
		const body = '<Error><Code>AccessDenied</Code></Error>';
		stage.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: {respond: {status: 403, body}},
		});
		const planned = await plan(stage);
		expect(planned).toMatchObject({unlisted: {code: 'AccessDenied'}});
		expect(planned.reach).toBeUndefined();
	});

	test.each([
		['rule-refused', {...add, id: 'a'}],
		['rule-refused', {...add, days: 0}],
		['rule-refused', {...add, prefix: 'b/', days: 40}],
		['rule-not-found', {kind: 'remove', id: 'x'}],
		['rule-does-more', {kind: 'remove', id: 'a'}],
		['rule-does-more', {kind: 'remove', id: 'both'}],
	] as const)('%s: %j', async (code, request) => {
		const stage = await openActStage();
		const expiring = `${abortXml(9)}<Expiration><Days>30</Days></Expiration>`;
		const scope = '<Filter><Prefix>both/</Prefix></Filter>';
		await put(stage, ...others, ruleXml({id: 'both', scope, actions: expiring}));
		const planned = await plan(stage, request);
		expect(planned.refusal).toMatchObject({code});
		expect(await change(stage, planned)).toMatchObject({kind: 'refused', reason: {code}});
		expect(stage.sandbox.requests.count('PutBucketLifecycleConfiguration')).toBe(1);
		expect(await written(stage)).toEqual([]);
	});

	test('of two rules with one id, or of none with it, none is removed', () => {
		const on = {readOnly: false, protectedPrefixes: []};
		const twins = documentOf(ruleXml({id: 'a'}), ruleXml({id: 'a', actions: abortXml(9)}));
		const nameless = documentOf(ruleXml({id: ''}), ruleXml({id: 'a'}));
		for (const [id, document] of [
			['a', twins],
			['', nameless],
		] as const)
			expect(changeOf(on, bucket, {kind: 'remove', id}, {document})).toMatchObject({
				refusal: {code: 'rule-not-found', id},
				after: {document},
			});
	});

	test('read-only and protected keys refuse it, whatever the plan says', async () => {
		const stage = await openActStage();
		const planned = await plan(stage);
		for (const [code, more] of [
			['read-only', {readOnly: true}],
			['protected', {protectedPrefixes: [{prefix: 'logs/kept/'}]}],
		] as const) {
			const gateway = {...stage.gateway, ...more};
			expect((await planRule(gateway, bucket, add, again)).refusal).toMatchObject({code});
			const result = await changeRules({...stage.deps, gateway}, planned, again);
			expect(result).toMatchObject({kind: 'refused', reason: {code}});
		}
		expect(stage.sandbox.requests.count('PutBucketLifecycleConfiguration')).toBe(0);
	});

	test('rules that changed since the plan are shown anew, and nothing is sent', async () => {
		const stage = await openActStage();
		await put(stage, others[0]!);
		const planned = await plan(stage);
		await put(stage, ...others);
		const result = await change(stage, planned);
		expect(result).toMatchObject({kind: 'refused', reason: {code: 'rules-changed'}});
		const fresh = result.kind === 'refused' ? result.plan : undefined;
		expect(fresh?.changes.map(({rule}) => rule.id)).toEqual(['a', 'b', own]);
		expect(await idsIn(stage)).toEqual(['a', 'b']);
		expect(await written(stage)).toEqual([['add', 'not-sent']]);
		expect(await change(stage, fresh!)).toMatchObject({kind: 'done'});
	});
});

describe('removing a rule', () => {
	test('leaves the others', async () => {
		const stage = await openActStage();
		await put(stage, ...others);
		const planned = await plan(stage, {kind: 'remove', id: 'b'});
		expect(planned.rule).toEqual({id: 'b', prefix: 'b/', days: 40});
		const result = await change(stage, planned);
		expect(result).toMatchObject({kind: 'done'});
		expect(await idsIn(stage)).toEqual(['a']);
		expect(await putBack(stage.deps, writtenBy(result), noWait)).toMatchObject({kind: 'done'});
		expect(await idsIn(stage)).toEqual(['a', 'b']);
	});

	test('the last one by a request of its own', async () => {
		const stage = await openActStage();
		await put(stage, others[1]!);
		const result = await change(stage, await plan(stage, {kind: 'remove', id: 'b'}));
		expect(result).toMatchObject({kind: 'done'});
		expect(stage.sandbox.requests.count('DeleteBucketLifecycle')).toBe(1);
		expect(await idsIn(stage)).toEqual([]);
	});
});

describe('what the service makes of it', () => {
	/** The service shows these rules from the next read after the write on. */
	async function shown(rules: string[], more: object = {}) {
		const stage = await openActStage();
		await put(stage, ...others);
		const planned = await plan(stage);
		let isSet = false;
		const result = await change(stage, planned, () => {
			if (isSet) return;
			isSet = true;
			const action = {replaceBody: documentXml(...rules)};
			const operation = 'GetBucketLifecycleConfiguration';
			stage.sandbox.faults.add({operation, action, ...more});
		});
		return {stage, result};
	}
	const mine = ruleXml({id: own, scope: '<Filter><Prefix>logs/</Prefix></Filter>'});

	test('a service that lags is waited for', async () => {
		const {result} = await shown(others, {times: 3});
		expect(result).toMatchObject({kind: 'done'});
	});

	test.each<[string, string[], object]>([
		['drops the action', [...others, mine.replace(abortXml(7), '')], {own: 'dropped'}],
		['drops the rule', others, {own: 'dropped'}],
		['changes the rule', [...others, mine.replace('logs/', 'log/')], {own: 'changed'}],
		['loses another', [others[1]!, mine], {own: 'as-sent', lost: ['a']}],
		[
			'loses a field of another',
			[others[0]!.replace('<Thaw><At>2</At></Thaw>', ''), others[1]!, mine],
			{own: 'as-sent', changed: ['a']},
		],
		['shows one more', [...others, mine, ruleXml({id: 'c'})], {own: 'as-sent', added: ['c']}],
	])('%s: that is named, and put back', async (_name, rules, difference) => {
		const {stage, result} = await shown(rules);
		expect(result).toMatchObject({
			...{kind: 'accepted', reason: {code: 'rules-differ'}},
			difference: {...{lost: [], changed: [], added: []}, ...difference},
		});
		expect(await written(stage)).toEqual([['add', 'accepted']]);
		const sleep = async () => stage.sandbox.faults.clear();
		expect(await putBack(stage.deps, writtenBy(result), {sleep})).toMatchObject({kind: 'done'});
		expect(await idsIn(stage)).toEqual(['a', 'b']);
	});

	test('Ceph writes an empty filter as a prefix: that is the same', async () => {
		const stage = await openActStage({like: 'ceph-16'});
		await put(stage, ruleXml({id: 'a', scope: '<Filter></Filter>', actions: abortXml(40)}));
		const result = await change(stage, await plan(stage));
		expect(result).toMatchObject({kind: 'done'});
	});

	test('MinIO drops the action: that is named, and put back', async () => {
		const stage = await openActStage({like: 'minio'});
		const result = await change(stage, await plan(stage));
		expect(result).toMatchObject({kind: 'accepted', difference: {own: 'dropped', lost: []}});
		expect(await putBack(stage.deps, writtenBy(result), noWait)).toMatchObject({kind: 'done'});
		expect(await idsIn(stage)).toEqual([]);
	});

	test('a rule removed that is still there is named', async () => {
		const stage = await openActStage();
		await put(stage, ...others);
		const planned = await plan(stage, {kind: 'remove', id: 'b'});
		const body = '';
		stage.sandbox.faults.add({
			operation: 'PutBucketLifecycleConfiguration',
			action: {respond: {status: 200, body}},
		});
		expect(await change(stage, planned)).toMatchObject({
			...{kind: 'accepted', difference: {own: 'still-there', lost: [], changed: [], added: []}},
		});
	});
});

describe('two writers at once', () => {
	test('one that replaces all is named with what is lost; put back, its rule goes', async () => {
		const stage = await openActStage();
		await put(stage, ...others);
		let wrote = false;
		const result = await change(stage, await plan(stage), async () => {
			if (!wrote) await put(stage, ruleXml({id: 'theirs'}));
			wrote = true;
		});
		expect(result).toMatchObject({
			kind: 'accepted',
			difference: {own: 'dropped', lost: ['a', 'b'], added: ['theirs']},
		});
		const back = writtenBy(result);
		expect(planPutBack(back).map(({change, rule}) => [change, rule.id])).toEqual([
			['removed', 'theirs'],
			['added', 'a'],
			['added', 'b'],
		]);
		expect(await putBack(stage.deps, back, noWait)).toMatchObject({kind: 'done'});
		expect(await idsIn(stage)).toEqual(['a', 'b']);
	});

	test('one that writes just after the first look is named: the rule that is gone, and what came', async () => {
		const stage = await openActStage();
		await put(stage, ...others);
		const waits: number[] = [];
		const planned = await plan(stage);
		const result = await changeRules(stage.deps, planned, again, {
			async sleep(milliseconds) {
				waits.push(milliseconds);
				if (waits.length === 2) await put(stage, ...others, ruleXml({id: 'theirs'}));
			},
		});
		expect(waits).toEqual([0, 1000]);
		expect(result).toMatchObject({
			kind: 'accepted',
			difference: {own: 'dropped', lost: [], added: ['theirs']},
		});
		expect(await written(stage)).toEqual([['add', 'accepted']]);
	});

	test('a second partway of this user is refused while the first one is at work', async () => {
		const stage = await openActStage();
		await put(stage, ...others);
		const planned = await plan(stage);
		const other = await plan(stage, {...add, prefix: 'theirs/', id: 'theirs'});
		const results: ChangeResult[] = [];
		const theirs = {...stage.deps, journal: openJournal({folder: stage.folder})};
		const first = await change(stage, planned, async () => {
			if (results.length === 0)
				results.push(await changeRules(theirs, other, again, {sleep: async () => {}}));
		});
		expect(results).toMatchObject([
			{kind: 'refused', reason: {code: 'journal', problem: {code: 'under-way', act: 'rules'}}},
		]);
		expect(first).toMatchObject({kind: 'done'});
		expect(await idsIn(stage)).toEqual(['a', 'b', own]);
	});

	test('what somebody wrote since is not overwritten by putting back', async () => {
		const stage = await openActStage();
		const back = writtenBy(await change(stage, await plan(stage)));
		await put(stage, ruleXml({id: 'later'}));
		expect(await putBack(stage.deps, back, noWait)).toMatchObject({
			...{kind: 'refused', reason: {code: 'rules-not-ours'}},
		});
		expect(await idsIn(stage)).toEqual(['later']);
	});
});

describe('what stands beside the rules (TransitionDefaultMinimumObjectSize)', () => {
	const transitionMinimum = 'varies_by_storage_class';
	const openVaried = async () => {
		const stage = await openActStage();
		await stage.gateway.putLifecycle({bucket, text: documentXml(...others), transitionMinimum});
		return stage;
	};
	const minimumIn = async ({gateway}: ActStage) =>
		(await gateway.lifecycleDocument(bucket))?.transitionMinimum;

	test.each([[add], [{kind: 'remove', id: 'b'}]] as const)(
		'goes along with %j, and back',
		async request => {
			const stage = await openVaried();
			const result = await change(stage, await plan(stage, request));
			expect([result.kind, await minimumIn(stage)]).toEqual(['done', transitionMinimum]);
			expect(await putBack(stage.deps, writtenBy(result), noWait)).toMatchObject({kind: 'done'});
			expect([await idsIn(stage), await minimumIn(stage)]).toEqual([['a', 'b'], transitionMinimum]);
		},
	);

	test('a service that resets it is named', async () => {
		const stage = await openVaried();
		const planned = await plan(stage);
		const result = await change(stage, planned, () =>
			stage.gateway.putLifecycle({bucket, text: planned.after.document?.text ?? ''}),
		);
		expect(result).toMatchObject({
			kind: 'accepted',
			difference: {own: 'as-sent', lost: [], changed: [], added: [], resetsMinimum: true},
		});
		expect(reasonWords(result.reason)).toContain('the minimum size of transitions');
	});
});

describe('answers', () => {
	const operation = 'PutBucketLifecycleConfiguration';

	test.each([
		[403, 'AccessDenied', 'rules-denied'],
		[501, 'NotImplemented', 'rules-not-offered'],
		[405, 'MethodNotAllowed', 'rules-not-offered'],
		[400, 'MalformedXML', 'service-refused'],
		[409, 'OperationAborted', 'service-refused'],
	])('%i %s changes nothing', async (status, code, reason) => {
		const stage = await openActStage();
		const planned = await plan(stage);
		const body = `<Error><Code>${code}</Code></Error>`;
		stage.sandbox.faults.add({operation, action: {respond: {status, body}}});
		const result = await change(stage, planned);
		expect(result).toMatchObject({kind: 'failed', reason: {code: reason}, failure: {code}});
		expect('written' in result).toBe(false);
		expect(await written(stage)).toEqual([['add', 'failed']]);
	});

	test('a lost answer is looked up: it may have taken effect', async () => {
		const stage = await openActStage();
		const planned = await plan(stage);
		stage.sandbox.faults.add({operation, action: {cut: 'after'}});
		expect(await change(stage, planned)).toMatchObject({kind: 'done'});
		expect(stage.sandbox.requests.count(operation)).toBe(1);
	});

	test('one that shows nothing is unknown, and refuses the next until it is looked up', async () => {
		const stage = await openActStage();
		const planned = await plan(stage);
		stage.sandbox.faults.add({operation, action: {cut: 'before'}});
		expect(await change(stage, planned)).toMatchObject({
			...{kind: 'unknown', reason: {code: 'rules-as-before'}},
		});
		stage.sandbox.faults.clear();
		expect(await change(stage, planned)).toMatchObject({
			...{kind: 'refused', reason: {code: 'journal', problem: {code: 'unsettled', act: 'rules'}}},
		});
		const [open] = await stage.journal.openActs();
		expect(open?.intent).toMatchObject({bucket, key: rulesKey, act: 'rules'});
		const later = () => Date.now() + 20 * 60_000;
		const look = {...stage.deps, now: later};
		expect(await settleAct(look, open!.intent)).toMatchObject({kind: 'probably-failed'});
		expect(await change(stage, planned)).toMatchObject({kind: 'done'});
		expect(await stage.journal.openActs()).toEqual([]);
	});

	test('one that took effect late is found by the next', async () => {
		const stage = await openActStage();
		const planned = await plan(stage);
		stage.sandbox.faults.add({operation, action: {cut: 'before'}});
		await change(stage, planned);
		stage.sandbox.faults.clear();
		const late = planned.after.document?.text ?? '';
		await stage.gateway.putLifecycle({bucket, text: late});
		const next = await plan(stage, {...add, prefix: 'more/', days: 9});
		expect(await change(stage, next)).toMatchObject({kind: 'done'});
		expect(await written(stage)).toEqual([
			['add', 'done'],
			['add', 'done'],
		]);
	});

	test('rules that cannot be read before are not written over', async () => {
		const stage = await openActStage();
		const planned = await plan(stage);
		stage.sandbox.faults.add({
			operation: 'GetBucketLifecycleConfiguration',
			action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
		});
		expect(await change(stage, planned)).toMatchObject({
			...{kind: 'refused', reason: {code: 'unread-before'}},
		});
		expect(stage.sandbox.requests.count(operation)).toBe(0);
	});
});

test('what was there before is in the journal before anything is sent', async () => {
	const stage = await openActStage();
	await put(stage, ...others);
	const planned = await plan(stage);
	let release = () => {};
	const held = new Promise<void>(resolve => {
		release = resolve;
	});
	const operation = 'PutBucketLifecycleConfiguration';
	stage.sandbox.faults.add({operation, action: {hold: held, when: 'before'}});
	const arrived = stage.sandbox.requests.next(operation);
	const changing = change(stage, planned);
	await arrived;
	const [open] = await stage.journal.openActs();
	release();
	expect(open).toMatchObject({state: 'running', intent: {rules: {change: 'add', id: own}}});
	expect(readLifecycle(open?.intent.rules?.before?.text ?? '').rules).toHaveLength(2);
	expect(await changing).toMatchObject({kind: 'done'});
});

function writtenBy(result: ChangeResult) {
	if (result.kind === 'refused' || result.written === undefined) throw new Error(result.kind);
	return result.written;
}
