// Writes what is in the bundle as a CycloneDX document (https://cyclonedx.org/docs/1.6/json/), from the build in dist/.
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {bundledPackages} from '../third-party-notices.mjs';
import {sourceDate} from './source-date.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const {values} = parseArgs({
	options: {
		dist: {type: 'string', default: join(root, 'dist')},
		out: {type: 'string', default: join(root, 'release/partway.cdx.json')},
	},
});
const read = async path => JSON.parse(await readFile(path, 'utf8'));
const own = await read(join(root, 'package.json'));
const lock = await read(join(root, 'package-lock.json'));
const packages = await bundledPackages(await read(join(values.dist, 'meta.json')), root);

const component = ({type = 'library', name, version, license, description, integrity}) => {
	const [, group, alone = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
	const purl = `pkg:npm/${group === undefined ? '' : `${encodeURIComponent(group)}/`}${alone}@${version}`;
	return {
		type,
		'bom-ref': purl,
		...(group === undefined ? {} : {group}),
		name: alone,
		version,
		...(description === undefined ? {} : {description}),
		...(integrity === undefined ? {} : {hashes: [hashOf(integrity)]}),
		licenses: [{license: {id: license}}],
		purl,
	};
};
const program = component({...own, type: 'application'});
// npm may keep a package in two places, in one version.
const components = new Map(
	packages.map(each => {
		const made = component({...each, integrity: lock.packages[each.folder].integrity});
		return [made.purl, made];
	}),
);
const document = {
	bomFormat: 'CycloneDX',
	specVersion: '1.6',
	version: 1,
	metadata: {
		timestamp: (await sourceDate(root)).toISOString().replace('.000Z', 'Z'),
		component: program,
	},
	components: [...components.values()],
	// Bundled into one program, of which each is a part.
	dependencies: [{ref: program['bom-ref'], dependsOn: [...components.keys()]}],
};
const out = resolve(values.out);
await mkdir(dirname(out), {recursive: true});
await writeFile(out, `${JSON.stringify(document, undefined, '\t')}\n`);

/** `sha512-…` of the lock file, which is base64, as CycloneDX has it. */
function hashOf(integrity) {
	const [, bits, base64] = /^sha(\d+)-(.+)$/.exec(integrity);
	return {alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex')};
}
