import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {missingPackages, startCeph} from './ceph.mjs';

/**
 * Runs the tests of test/real against a Ceph RADOS Gateway of this machine, started for them and
 * stopped after them. What is missing is a failure: a test that was skipped proves nothing.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

const missing = missingPackages();
if (missing.length > 0) {
	console.error(
		`npm run test:real needs the Debian packages radosgw, ceph-mon and ceph-osd; missing: ${missing.join(', ')} (apt-get install -y --no-install-recommends ${missing.join(' ')}).`,
	);
	process.exit(1);
}

const children = new Set();
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => {
		stopped.abort();
		for (const child of children) child.kill('SIGTERM');
	});

/** Resolves with the exit code. */
function node(args, env = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, {
			cwd: root,
			stdio: 'inherit',
			env: {...process.env, ...env},
		});
		children.add(child);
		child.once('error', reject);
		child.once('exit', code => {
			children.delete(child);
			resolve(code ?? 1);
		});
	});
}

process.exitCode = await node(['scripts/build.mjs', '--quiet']);
if (process.exitCode === 0) {
	console.log('Starting Ceph: one monitor, one OSD in memory, one RADOS Gateway, on 127.0.0.1.');
	const ceph = await startCeph();
	try {
		process.exitCode = stopped.signal.aborted
			? 1
			: await node(
					['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.real.config.ts'].concat(
						process.argv.slice(2),
					),
					{
						PARTWAY_TEST_ENDPOINT: ceph.endpoint,
						PARTWAY_TEST_USERS: JSON.stringify(ceph.users),
					},
				);
	} finally {
		await ceph.stop();
	}
}
