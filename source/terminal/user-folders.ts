import {homedir} from 'node:os';
import {join} from 'node:path';

/** As the package env-paths has them, which asks for more: a first part by the platform, and what follows it. */
const folders = {
	config: {
		mac: 'Preferences',
		windows: ['APPDATA', 'Roaming', 'Config'],
		other: ['CONFIG', '.config'],
	},
	cache: {mac: 'Caches', windows: ['LOCALAPPDATA', 'Local', 'Cache'], other: ['CACHE', '.cache']},
	state: {mac: 'Logs', windows: ['LOCALAPPDATA', 'Local', 'Log'], other: ['STATE', '.local/state']},
} as const;

/** Where the platform has a program keep what is of this kind, for the user that runs it. */
export function userFolder(
	kind: keyof typeof folders,
	env: Readonly<Record<string, string | undefined>>,
	platform = process.platform,
): string {
	const {mac, windows, other} = folders[kind];
	switch (platform) {
		case 'darwin':
			return join(homedir(), 'Library', mac, 'partway');
		case 'win32':
			return join(env[windows[0]] || join(homedir(), 'AppData', windows[1]), 'partway', windows[2]);
		default:
			return join(env[`XDG_${other[0]}_HOME`] || join(homedir(), other[1]), 'partway');
	}
}
