import {describe, expect, test, vi} from 'vitest';
import type {LifecycleRule} from '../../../source/multipart/rules/lifecycle-rule.js';
import {actingOf, dueAt, type RuledUpload} from '../../../source/multipart/rules/rule-reach.js';
import {type AuditedRules, RulesAudit} from '../../../source/multipart/rules/rules-audit.js';
import {abortXml, documentOf, ruleXml} from './rule-samples.js';

const day = 24 * 3_600_000;
const now = Date.UTC(2026, 5, 20, 12);

const uploadOf = (key: string, initiated?: number): RuledUpload => ({
	...{key, uploadId: `${key}-id`},
	...(initiated === undefined ? {} : {initiated}),
});

const rule = (id: string, prefix: string, days: number, status = 'Enabled') =>
	ruleXml({
		id,
		status,
		scope: `<Filter><Prefix>${prefix}</Prefix></Filter>`,
		actions: abortXml(days),
	});

function audited(
	rules: readonly LifecycleRule[],
	uploads: readonly RuledUpload[],
	at = now,
	sinceOf: (rule: LifecycleRule) => number | undefined = () => undefined,
): AuditedRules {
	const audit = new RulesAudit(rules, at, sinceOf);
	for (const upload of uploads) audit.add(upload);
	return audit.result();
}

/** The same, said plainly: every rule is asked about every upload. */
function plainly(
	rules: readonly LifecycleRule[],
	uploads: readonly RuledUpload[],
	sinceOf: (rule: LifecycleRule) => number | undefined,
): unknown {
	const [coveredBy, overdueBy] = [new Set<RuledUpload>(), new Set<RuledUpload>()];
	const sinces: number[] = [];
	const counts = rules.map(each => {
		const acting = actingOf(each);
		if (acting === undefined) return undefined;
		const {prefix, days} = acting;
		const covered = uploads.filter(({key}) => key.startsWith(prefix));
		const dated = covered.filter(({initiated}) => initiated !== undefined && days !== undefined);
		const dueSince = ({initiated = 0}: RuledUpload) =>
			Math.max(dueAt(initiated, days ?? 0), sinceOf(each) ?? Number.NEGATIVE_INFINITY);
		const overdue = dated.filter(upload => now - dueSince(upload) > 2 * day);
		for (const upload of covered) coveredBy.add(upload);
		for (const upload of overdue) overdueBy.add(upload);
		const first = Math.min(...overdue.map(dueSince));
		if (overdue.length > 0) sinces.push(first);
		return {
			covered: covered.length,
			due: dated.filter(({initiated = 0}) => initiated + (days ?? 0) * day <= now).length,
			overdue: overdue.length,
			...(overdue.length > 0 ? {overdueSince: first} : {}),
		};
	});
	return {
		...{counts, uploads: uploads.length, covered: coveredBy.size, overdue: overdueBy.size},
		...(sinces.length > 0 ? {overdueSince: Math.min(...sinces)} : {}),
	};
}

describe('what rules do to uploads', () => {
	test('one is overdue two days after the midnight of its day, and after the rule came', () => {
		const one = uploadOf('a', now - 10 * day);
		const due = dueAt(one.initiated!, 7);
		expect(new Date(due).toISOString()).toBe('2026-06-18T00:00:00.000Z');
		const {rules} = documentOf(rule('all', '', 7));
		const overdueAt = (at: number, since?: number) =>
			audited(rules, [one], at, () => since).overdue;
		expect(overdueAt(due + 2 * day)).toBe(0);
		expect(overdueAt(due + 2 * day + 1)).toBe(1);
		expect(overdueAt(due + 2 * day + 1, due + 1)).toBe(0);
		expect(overdueAt(due + 2 * day + 2, due + 1)).toBe(1);
	});

	test('the oldest of the overdue uploads are named, whatever the order in which they are listed', () => {
		const {rules} = documentOf(rule('all', '', 7));
		const uploads = Array.from({length: 50}, (_, nth) =>
			uploadOf(`k${nth}`, now - (11 + ((nth * 7) % 50)) * day),
		);
		const ages = (audited(rules, uploads).overdueUploads ?? []).map(
			({initiated}) => (now - initiated) / day,
		);
		expect(ages).toEqual(Array.from({length: 20}, (_, nth) => 60 - nth));
	});

	test.each(Array.from({length: 30}, (_, seed) => seed))(
		'it counts what asking every rule about every upload does: %i',
		seed => {
			let state = seed * 7919 + 1;
			const random = (below: number) => {
				state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
				return Math.floor((state / 2 ** 31) * below);
			};
			const key = (longest: number) =>
				Array.from({length: random(longest)}, () => 'ab/'[random(3)]).join('');
			const {rules} = documentOf(
				...Array.from({length: 1 + random(12)}, (_, nth) =>
					rule(`r${nth}`, key(4), 1 + random(12), random(6) === 0 ? 'Disabled' : 'Enabled'),
				),
			);
			const uploads = Array.from({length: random(80)}, () =>
				uploadOf(key(7), random(10) === 0 ? undefined : now - random(20 * day)),
			);
			const sinces = new Map(
				rules.map(({id}) => [id, random(3) > 0 ? undefined : now - random(8 * day)]),
			);
			const sinceOf = ({id}: LifecycleRule) => sinces.get(id);
			const {
				aborting,
				uploads: count,
				covered,
				overdue,
				...rest
			} = audited(rules, uploads, now, sinceOf);
			const {overdueSince} = rest;
			expect({
				...{counts: aborting.map(({counts}) => counts), uploads: count, covered, overdue},
				...(overdueSince === undefined ? {} : {overdueSince}),
			}).toEqual(plainly(rules, uploads, sinceOf));
		},
	);

	test.each([
		['a prefix for each', (nth: number) => `team-${nth}/`],
		['the same for all', () => ''],
		['one within the other', (nth: number) => 'a'.repeat(nth % 900)],
	])('a thousand rules, %s: a key is compared with a few of them', (_, prefixOf) => {
		const {rules} = documentOf(
			...Array.from({length: 1000}, (_, nth) => rule(`r${nth}`, prefixOf(nth), 1 + (nth % 9))),
		);
		const uploads = Array.from({length: 2000}, (_, nth) =>
			uploadOf(`team-${nth % 1500}/file`, now - (nth % 20) * day),
		);
		const audit = new RulesAudit(rules, now);
		const compared = vi.spyOn(String.prototype, 'startsWith');
		for (const upload of uploads) audit.add(upload);
		const comparisons = compared.mock.calls.length;
		compared.mockRestore();
		expect(comparisons).toBeLessThanOrEqual(2 * uploads.length);
		expect(audit.result().uploads).toBe(2000);
	});
});
