import {mergeConfig} from 'vitest/config';
import base from './vitest.config.js';

/** What takes long and seldom breaks: many kills, races, memory, whole lists. `npm run test:slow`. */
const config = mergeConfig(base, {});
config.test = {
	...config.test,
	include: ['test/**/*.slow.test.{ts,tsx}'],
	exclude: ['test/real/**', 'test/clients/**'],
};
export default config;
