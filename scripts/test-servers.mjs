import {spawnSync} from 'node:child_process';
import {mkdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';

/**
 * `npm run test:servers -- NAME URL KEY SECRET`: the contract suite and a walk of the built program against
 * any S3 service. It is bundled first, since Node 20 does not read TypeScript.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'node_modules', '.cache', 'partway');
const bundle = join(folder, `test-servers-${process.pid}.mjs`);

function node(args) {
	// Known: the pinned SDK supports this Node.
	const env = {...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'};
	return spawnSync(process.execPath, args, {cwd: root, stdio: 'inherit', env}).status ?? 1;
}

process.exitCode = node(['scripts/build.mjs', '--quiet']);
if (process.exitCode === 0)
	try {
		await mkdir(folder, {recursive: true});
		await esbuild.build({
			absWorkingDir: root,
			entryPoints: ['test/servers/main.ts'],
			outfile: bundle,
			bundle: true,
			packages: 'external',
			platform: 'node',
			target: 'node20.19',
			format: 'esm',
			logLevel: 'warning',
		});
		await esbuild.stop();
		process.exitCode = node([bundle, ...process.argv.slice(2)]);
	} finally {
		await rm(bundle, {force: true});
	}
