import {clocksApart} from '../../s3/client/server-clock.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {clocksApartWords} from '../../text/clock-words.js';
import type {Run} from './command.js';

/** Says on stderr by which clocks states were judged, where the service's is too far from this machine's. */
export async function sayClocksApart(run: Run, gateway: Gateway): Promise<void> {
	const apart = clocksApart(gateway.clock());
	if (apart !== undefined) await run.say(`! ${clocksApartWords(apart)}.`);
}
