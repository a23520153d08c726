import envPaths from 'env-paths';
import {afterEach, expect, test, vi} from 'vitest';
import {userFolder} from '../../source/terminal/user-folders.js';

const own = process.platform;
afterEach(() => {
	Object.defineProperty(process, 'platform', {value: own});
	vi.unstubAllEnvs();
});

const variables = [
	'XDG_CONFIG_HOME',
	'XDG_CACHE_HOME',
	'XDG_STATE_HOME',
	'APPDATA',
	'LOCALAPPDATA',
] as const;

/** env-paths looks at the home once, as it is loaded: a test of this process may have had another then. */
function stubHome(): void {
	Object.defineProperty(process, 'platform', {value: 'linux'});
	vi.stubEnv('XDG_DATA_HOME', '');
	const {data} = envPaths('partway', {suffix: ''});
	vi.stubEnv('HOME', data.replace(/\/\.local\/share\/partway$/, ''));
}

test.each(['linux', 'freebsd', 'darwin', 'win32'] as const)(
	'the folders of a user are those of env-paths: %s',
	platform => {
		stubHome();
		for (const set of [undefined, ...variables]) {
			for (const name of variables) vi.stubEnv(name, name === set ? '/elsewhere' : '');
			Object.defineProperty(process, 'platform', {value: platform});
			const {config, cache, log: state} = envPaths('partway', {suffix: ''});
			Object.defineProperty(process, 'platform', {value: own});
			const folder = (kind: Parameters<typeof userFolder>[0]) =>
				userFolder(kind, process.env, platform);
			const found = {config: folder('config'), cache: folder('cache'), state: folder('state')};
			expect(found).toEqual({config, cache, state});
		}
	},
);
