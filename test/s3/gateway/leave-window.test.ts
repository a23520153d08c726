import {afterAll, describe, expect, onTestFinished, test, vi} from 'vitest';
import {isLate} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {
	createPrivateAuthority,
	overTls,
	type PrivateAuthority,
} from '../../support/private-authority.js';
import {bucket, openStage, sandboxSettings} from '../../support/stage.js';
import {forwardProxy} from '../network/forward-proxy.js';
import {thrownBy} from '../raw-server.js';

let made: PrivateAuthority | undefined;

function authority(): PrivateAuthority {
	made ??= createPrivateAuthority();
	return made;
}

afterAll(() => made?.remove());

/** A time that goes on by one millisecond whenever somebody looks at it. */
function countLooks(): {now: () => number} {
	let now = Date.now();
	const time = vi.spyOn(Date, 'now').mockImplementation(() => ++now);
	onTestFinished(() => time.mockRestore());
	return {now: () => now};
}

/** Has what is for a scheme go through a proxy of this machine. */
async function throughProxy(scheme: string): Promise<void> {
	const {host} = await forwardProxy();
	vi.stubEnv(`${scheme}_proxy`, `http://${host}`);
	for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
}

describe.each(['lean', 'sdk'] as const)('an Abort that goes the %s way', way => {
	async function world() {
		const {sandbox, upload} = await openStage();
		const gateway = createAwsGateway(sandboxSettings(sandbox), {}, undefined, way);
		onTestFinished(() => gateway.close());
		const target = () => ({bucket, key: 'k', uploadId: upload('k')});
		// What is made once is made.
		await gateway.abort(target());
		sandbox.requests.clear();
		return {sandbox, gateway, target};
	}

	test('leaves in its window, and else nothing is sent: looked at when it leaves, not when it was asked for', async () => {
		const {sandbox, gateway, target} = await world();
		const clock = countLooks();
		const asked = clock.now();
		const {leftAt} = await gateway.abort(target());
		const takes = leftAt! - asked;
		expect(takes).toBeGreaterThan(1);

		const [inTime, late] = [target(), target()];
		const window = (milliseconds: number) => ({
			notBefore: clock.now(),
			notAfter: clock.now() + milliseconds,
		});
		const leaves = window(takes);
		expect(await gateway.abort({...inTime, leaves})).toMatchObject({
			leftAt: leaves.notAfter,
		});
		expect(sandbox.requests.count()).toBe(2);

		const thrown = await thrownBy(() => gateway.abort({...late, leaves: window(takes - 1)}));
		expect(thrown).toMatchObject({effect: 'never', retryable: false, target: late});
		expect(isLate(thrown)).toBe(true);
		expect(sandbox.requests.count()).toBe(2);
	});

	test.each([
		['http', 'service'],
		['https', 'service'],
		['http', 'proxy'],
		['https', 'proxy'],
	])(
		'is late where its %s connection to the %s takes too long: nothing of it leaves',
		async (scheme, to) => {
			const {sandbox, upload} = await openStage();
			if (to === 'proxy') await throughProxy(scheme);
			const server = scheme === 'https' ? await overTls(authority(), sandbox) : sandbox;
			const fresh = () => {
				const settings = {...sandboxSettings(server), caBundle: authority().file};
				const gateway = createAwsGateway(settings, {}, undefined, way);
				onTestFinished(() => gateway.close());
				return gateway;
			};
			const target = () => ({bucket, key: 'k', uploadId: upload('k')});
			// What a process makes once is made.
			await fresh().abort(target());
			const clock = countLooks();
			const [gateway, measured] = [fresh(), target()];
			const asked = clock.now();
			const {leftAt} = await gateway.abort(measured);
			const takes = leftAt! - asked;
			const until = (milliseconds: number) => ({
				notBefore: clock.now(),
				notAfter: clock.now() + milliseconds,
			});
			await fresh().abort({...target(), leaves: until(takes + 100)});
			const sent = sandbox.requests.count();

			const thrown = await thrownBy(() => fresh().abort({...target(), leaves: until(takes)}));
			expect(isLate(thrown)).toBe(true);
			expect(thrown).toMatchObject({effect: 'never'});
			expect(sandbox.requests.count()).toBe(sent);
		},
	);

	test('does not leave before it either: then the clock was put back', async () => {
		const {sandbox, gateway, target} = await world();
		const leaves = {notBefore: Date.now() + 3_600_000, notAfter: Number.POSITIVE_INFINITY};
		expect(isLate(await thrownBy(() => gateway.abort({...target(), leaves})))).toBe(true);
		expect(sandbox.requests.log).toEqual([]);
	});
});
