import {expect, test} from 'vitest';
import {SigningClock} from '../../../source/s3/client/signing-clock.js';

const hour = 3_600_000;
const refused = {status: 403, code: 'RequestTimeTooSkewed'};

test('a refusal of a time that another request has put right meanwhile changes nothing, and is signed again', () => {
	const clock = new SigningClock();
	expect(clock.note({...refused, signed: 0, said: -3 * hour})).toBe(true);
	for (const said of [undefined, 0, 8 * hour]) {
		expect(clock.note({...refused, signed: 0, said})).toBe(true);
		expect(clock.offset).toBe(-3 * hour);
	}
	expect(clock.note({...refused, signed: -3 * hour, said: -2 * hour})).toBe(true);
	expect(clock.offset).toBe(-2 * hour);
});

test('a service that names the very time that it refused is not believed', () => {
	const clock = new SigningClock();
	clock.note({...refused, signed: 0, said: -3 * hour});
	clock.note({...refused, signed: -3 * hour, said: -3 * hour + 1000});
	expect(clock.offset).toBe(0);
});
