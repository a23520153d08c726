import {readFileSync} from 'node:fs';
import {defineConfig} from 'vitest/config';

const {version} = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
	version: string;
};

/** Where a machine wants the results as JSON, beside what a person reads. */
const report = process.env['TEST_REPORT'];

export default defineConfig({
	// The bundle gets it in the same way: see scripts/build.mjs.
	define: {PARTWAY_VERSION: JSON.stringify(version)},
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// They need what Debian packages: a Ceph, other people's clients, and what looks at a package.
		exclude: ['test/real/**', 'test/clients/**', 'test/install/**', '**/*.slow.test.*'],
		setupFiles: ['test/support/setup.ts'],
		env: {AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'},
		// What was transformed once is not transformed again while it is the same.
		experimental: {fsModuleCache: true},
		pool: 'forks',
		// The files of a worker share the modules that they import: to import them takes longer than most tests do.
		isolate: false,
		maxWorkers: 3,
		// Finite, and generous: a slow machine is no failure, a hanging test is one.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		expect: {poll: {timeout: 120_000, interval: 10}},
		teardownTimeout: 10_000,
		reporters: report === undefined ? ['default'] : ['default', ['json', {outputFile: report}]],
	},
});
