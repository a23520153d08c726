import {describe, expect, test} from 'vitest';
import {type CheckId, checks} from '../../../source/operations/conformance/checks/checks.js';
import {expectedRun} from '../../../source/operations/conformance/run.js';
import {type PersonalityName, personalityNames} from '../../../source/sandbox/sandbox.js';
import {checkWords} from '../../../source/text/conformance/check-words.js';
import {tryOn} from './conformance-stage.js';
import {differencesOf} from './known-differences.js';

/** What cannot be seen of a service, since something else differs there. */
const unseen: Partial<Record<PersonalityName, readonly CheckId[]>> = {
	minio: checks.flatMap(check =>
		'needs' in check && check.needs === 'list-prefix' ? [check.id] : [],
	),
	lakefs: checks.flatMap(check => ('needs' in check ? [check.id] : [])),
};

describe('a conformance run', () => {
	test.each(personalityNames)(
		'says of %s what it does in another way, and leaves nothing',
		async like => {
			const tried = await tryOn({like});
			const {got, unknown, result, stays, requests} = tried;
			expect(got).toEqual(differencesOf[like]);
			expect(unknown).toEqual(unseen[like] ?? []);
			expect(result.removal.left).toEqual([]);
			expect(stays).toEqual([]);
			// What it says before of a service that does all as documented.
			if (like === 'aws')
				for (const what of ['requests', 'uploads', 'bytes'] as const)
					expect(Math.abs(tried[what] / expectedRun[what] - 1), what).toBeLessThan(0.05);
			expect(requests).toBeLessThan(1.2 * expectedRun.requests);
		},
	);

	test('every check has its words, and needs one that comes before it', () => {
		const ids = checks.map(({id}) => id);
		expect(Object.keys(checkWords).sort()).toEqual([...ids].sort());
		for (const [at, check] of checks.entries())
			if ('needs' in check) expect(ids.slice(0, at)).toContain(check.needs);
	});
});
