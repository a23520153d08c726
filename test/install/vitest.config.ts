import {defineConfig, mergeConfig} from 'vitest/config';
import base from '../../vitest.config.js';

/** Each way to get partway, as a person takes it: they need a registry and what Debian packages, a Ceph among it. `npm run test:install`. */
const config = mergeConfig(base, defineConfig({}));
config.test = {
	...config.test,
	include: ['test/install/**/*.test.ts'],
	exclude: [],
	globalSetup: ['test/real/ceph.mjs'],
	// Most of the time one of them waits for lintian.
	maxWorkers: 2,
};
export default config;
