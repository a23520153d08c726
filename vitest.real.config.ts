import {mergeConfig} from 'vitest/config';
import base from './vitest.config.js';

/** The tests against a real server, which scripts/test-real.mjs starts: one file after the other. */
const config = mergeConfig(base, {});
config.test = {
	...config.test,
	include: ['test/real/**/*.test.{ts,tsx}'],
	exclude: [],
	fileParallelism: false,
};
export default config;
