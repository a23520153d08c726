import {open} from 'node:fs/promises';
import {mib} from './units.js';

/** How the file of the demo is cut. */
export const gapParts = {count: 48, partSize: 32 * mib} as const;

/**
 * MD5 of each part, base64 without the padding, one after the other: a part is its number in ASCII and zeros. Worked out
 * once, since that takes seconds.
 */
const digests =
	'z/Tj0wpw0EARHhO7jFzRXwKSYYDMQh3sxgRAhcXwbCyw9QpU+jipDOSU9udet81VCg6vAi4VEBQ3H93HpikjGOZQ' +
	'd0Qi6UJVFuLNHRbdU6EcrQF4BcN7h/Dc1KPA9ijidD6AuOyFEAw3gOYlHz8mZnbN9Q154M7hhROP2i/TDC6j3izA' +
	'1XJRt3Tf7oS/rXPcqGDJEguJAzcoHilMbkwpQ1SimHyQr8JYV4HFefyqCSgh4aDyBwLIhWCXepNtdhyO4rsbBFqg' +
	'ajGb24wJnPAL5g3iKopA6Ax5/lh6AfdZsw9O0UwgHnkAL0S81Ti2hQ/6pfmSMOHRBwIOYeFygPp08lE/RUx0JoHA' +
	'f/eaBucbR1b8+sfNULJNUQYzOvfQvheK3lYbej407yCwJaXzUgjaIa5GGWo1jurtRALKqwWl/g8ygmCr7XmNwYdg' +
	'DoxNZy29bfT8wsFSwj7ySAnXw4A4aUQhlgFc/E7x9uUQCXS98qEDbu2H/Y/Kq++IZgx4vbf7jEBIvaZi0DF7d3Og' +
	'BhzkjeAnq0Sb0LSK/f020wKDWO0ticeTCN21PJ5QAJOgr2YKtkQE5Z4s5EV8G49vsQT6CHfYPJ/RInEz6cmuK77Q' +
	'gIIZjHeI1A4SbimEolfimAxTWcWW4qKVsxeBrn97Xa4gGsahPe2TJES1HMJDIXqo7AG46HhOlDgRqgEhYGwQwAdA' +
	'MJ2qKwCH7xRXvqOmnquMxAAGBd8Im4JQtdoMUPSlHDSQGD0jdiEnt6VKv91JewLyKAdQkOnwo/oWdgHYawWH3mgA' +
	'0UgWUwW8fvQNM2Mkk+D7BAuF8KohbRWXinjaCAynfE4g97LM2zNKXjjHM84Chmxv3w3bLQPLAcyOYqojVcJyKC6w' +
	'1/NpW5nCo4EUVZdHWh0HJwso2VWoJ09UuEvq6Raf6F4Q3cr3J+u/nhwmZn1KSC2PFwL/lgzqooBzlom5DZdpBcWw' +
	'BDNQJEsW6M53U9Sho51EMQV2gr4xwvsBMecxQJqBgrhALYPeJylsXH/n1fFz38zAawWjGkJAx7lIxvTf8BftGVdQ';

/** The ETag of a part of the file, hex. */
export function gapEtag(partNumber: number): string {
	const at = 22 * (partNumber - 1);
	return Buffer.from(digests.slice(at, at + 22), 'base64').toString('hex');
}

/**
 * Writes the file that the demo's upload with a gap is of: almost all of it is a hole, which takes no room. Last written
 * to at `modified`, milliseconds since the epoch.
 */
export async function writeFileOfGap(path: string, modified: number): Promise<void> {
	const {count, partSize} = gapParts;
	const file = await open(path, 'wx', 0o600);
	try {
		await file.truncate(count * partSize);
		for (let number = 1; number <= count; number++)
			await file.write(String(number), (number - 1) * partSize);
		await file.utimes(modified / 1000, modified / 1000);
	} finally {
		await file.close();
	}
}
