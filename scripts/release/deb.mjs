// Makes a Debian package of the executable: with its man pages, what completes command lines, and every licence.
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs, promisify} from 'node:util';
import {constants, gzipSync} from 'node:zlib';
import {licenceOfNode} from './node.mjs';
import {sourceDate} from './source-date.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const {values} = parseArgs({
	options: {
		// Where `npm run binary` and `npm run sbom` wrote, and where the package goes.
		outdir: {type: 'string', default: join(root, 'release')},
		node: {type: 'string'},
		// Of xz, for who has no time: 0 to 9.
		level: {type: 'string', default: '6'},
	},
});
const outdir = resolve(values.outdir);
const executable = join(outdir, 'partway');
const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const date = await sourceDate(root);
const {DEBFULLNAME = 'The partway authors', DEBEMAIL = 'authors@partway.invalid'} = process.env;
const maintainer = `${DEBFULLNAME} <${DEBEMAIL}>`;

/** What is meant so, though a package of Debian itself would have it otherwise. */
const overrides = `# Node.js brings its own, and is built without PIE: it has to run on any Linux.
partway: embedded-library zlib [usr/bin/partway]
partway: hardening-no-pie [usr/bin/partway]
`;

const folder = await mkdtemp(join(tmpdir(), 'partway-deb-'));
try {
	await fill();
	for (const entry of await entriesIn(folder))
		await chmod(entry.path, entry.isFile && !entry.path.includes('/usr/bin/') ? 0o644 : 0o755);
	await chmod(folder, 0o755);
	const deb = join(outdir, `partway_${version}_amd64.deb`);
	await run(
		'dpkg-deb',
		['--root-owner-group', '-Zxz', `-z${values.level}`, '--build', folder, deb],
		// The time of every file in it.
		{env: {...process.env, SOURCE_DATE_EPOCH: String(date.getTime() / 1000)}},
	);
	console.log(`${deb}: ${((await stat(deb)).size / 1e6).toFixed(1)} MB`);
} finally {
	await rm(folder, {recursive: true, force: true});
}

async function fill() {
	await mkdir(join(folder, 'usr/bin'), {recursive: true});
	await cp(executable, join(folder, 'usr/bin/partway'));
	const man = join(folder, 'man');
	await run(process.execPath, [join(root, 'scripts/release/man.mjs'), '--outdir', man]);
	for (const name of await readdir(join(man, 'man1')))
		await put(`usr/share/man/man1/${name}.gz`, packed(await readFile(join(man, 'man1', name))));
	await rm(man, {recursive: true});
	const completions = {
		bash: 'usr/share/bash-completion/completions/partway',
		zsh: 'usr/share/zsh/vendor-completions/_partway',
		fish: 'usr/share/fish/vendor_completions.d/partway.fish',
	};
	for (const [shell, path] of Object.entries(completions))
		await put(path, (await run(executable, ['completion', shell])).stdout);
	const doc = 'usr/share/doc/partway';
	await put(`${doc}/copyright`, await copyright());
	const ofPackages = await readFile(join(root, 'dist/THIRD-PARTY-NOTICES.txt'));
	await put(`${doc}/THIRD-PARTY-NOTICES.gz`, packed(ofPackages));
	await put(`${doc}/NODE-NOTICES.gz`, packed(await licenceOfNode(root, values.node)));
	await put(`${doc}/changelog.gz`, packed(changelog()));
	await put(`${doc}/partway.cdx.json.gz`, packed(await readFile(join(outdir, 'partway.cdx.json'))));
	await put('usr/share/lintian/overrides/partway', overrides);
	const files = (await entriesIn(folder)).filter(({isFile}) => isFile);
	const sums = files.map(async ({path}) => {
		const sum = createHash('md5')
			.update(await readFile(path))
			.digest('hex');
		return `${sum}  ${path.slice(folder.length + 1)}\n`;
	});
	const sizes = await Promise.all(files.map(async ({path}) => (await stat(path)).size));
	await put('DEBIAN/md5sums', (await Promise.all(sums)).join(''));
	await put('DEBIAN/control', control(sizes));
}

function control(sizes) {
	const kibibytes = sizes.reduce((sum, size) => sum + Math.ceil(size / 1024), 0);
	return `Package: partway
Version: ${version}
Section: net
Priority: optional
Architecture: amd64
Maintainer: ${maintainer}
Installed-Size: ${kibibytes}
Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 6)
Description: terminal UI for unfinished S3 multipart uploads
 When a client that uploads to S3 dies, its parts stay in the bucket: no listing
 of objects shows them, and they cost money every month. partway lists these
 uploads, shows their parts, tells which are dead and how much they hold, and
 completes or aborts them with key presses, or from scripts.
 .
 It contains all it needs, Node.js too.
`;
}

function changelog() {
	return `partway (${version}) unstable; urgency=medium

  * Version ${version} of partway.

 -- ${maintainer}  ${date.toUTCString().replace('GMT', '+0000')}
`;
}

/** In the form that Debian's tools read. Debian has the text of the Apache licence for itself; all others are beside it. */
async function copyright() {
	const mit = await readFile(join(root, 'LICENSE'), 'utf8');
	const [, owner, text] = /^MIT License\n\nCopyright \(c\) (.+)\n\n([\s\S]+)$/.exec(mit);
	const indented = text.trim().replace(/^/gm, ' ').replace(/^ $/gm, ' .');
	return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: partway
Comment:
 The executable contains the packages that THIRD-PARTY-NOTICES.gz names, each
 with its copyright and its licence (MIT, ISC or Apache-2.0), and Node.js with
 the libraries in it, whose copyrights and licences are in NODE-NOTICES.gz.
 Both are in this folder. On Debian systems, the Apache License 2.0 is also in
 /usr/share/common-licenses/Apache-2.0.

Files: *
Copyright: ${owner}
License: Expat
${indented}
`;
}

async function put(name, contents) {
	await mkdir(dirname(join(folder, name)), {recursive: true});
	await writeFile(join(folder, name), contents);
}

/** As `gzip -9n` does: Debian wants no name and no time in it. */
function packed(contents) {
	return gzipSync(contents, {level: constants.Z_BEST_COMPRESSION});
}

/** All below a folder, in one order everywhere. */
async function entriesIn(of) {
	const entries = await readdir(of, {recursive: true, withFileTypes: true});
	return entries
		.map(entry => ({path: join(entry.parentPath, entry.name), isFile: entry.isFile()}))
		.sort((one, other) => (one.path < other.path ? -1 : 1));
}
