import {defineConfig, mergeConfig} from 'vitest/config';
import base from '../../vitest.config.js';

/** Other people's clients against the sandbox, one file after the other: they need the machine. */
const config = mergeConfig(base, defineConfig({test: {testTimeout: 300_000}}));
config.test = {
	...config.test,
	include: ['test/clients/**/*.test.ts'],
	exclude: [],
	fileParallelism: false,
};
export default config;
