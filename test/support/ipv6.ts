import {networkInterfaces} from 'node:os';

/** Whether this machine has ::1; some containers have not. */
export const hasIpv6Loopback = Object.values(networkInterfaces()).some(addresses =>
	addresses?.some(({address}) => address === '::1'),
);
