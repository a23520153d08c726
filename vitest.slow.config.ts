import {mergeConfig} from 'vitest/config';
import base from './vitest.config.js';

/** What takes long and seldom breaks: many kills, races, memory, whole lists. `npm run test:slow`. */
const config = mergeConfig(base, {});
config.test = {
	...config.test,
	include: ['test/**/*.slow.test.{ts,tsx}'],
	exclude: ['test/real/**', 'test/clients/**'],
	// Each file in modules of its own: they measure memory, and end processes.
	isolate: true,
};
export default config;
