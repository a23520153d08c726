import {defineConfig, mergeConfig} from 'vitest/config';
import base from '../../vitest.config.js';

/** What takes minutes, with 20,000 uploads and more: run by hand, one file after the other. */
const config = mergeConfig(base, defineConfig({test: {testTimeout: 15 * 60_000}}));
config.test = {
	...config.test,
	include: ['test/scale/**/*.scale.ts'],
	exclude: [],
	globalSetup: ['test/real/ceph.mjs'],
	fileParallelism: false,
	reporters: ['verbose'],
};
export default config;
