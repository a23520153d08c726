import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {placeForNobody, remove, run} from './nobody.js';

/** Made before by `npm run sbom`. */
const release = resolve(import.meta.dirname, '../../release');

/** What checks a document of CycloneDX, with the schemas of those who made the format. */
const checkers = [
	'@cyclonedx/cyclonedx-library@10.3.0',
	'ajv@8.20.0',
	'ajv-formats@3.0.1',
	'ajv-formats-draft2019@1.6.1',
];

let folder: string;

beforeAll(async () => {
	({folder} = await placeForNobody());
	const quiet = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
	await run('npm', ['install', ...quiet, '--prefix', folder, ...checkers]);
});

afterAll(() => remove(folder));

test('the SBOM is what the schema of CycloneDX 1.6 asks for', async () => {
	const {Validation, Spec} = createRequire(join(folder, 'index.js'))(
		'@cyclonedx/cyclonedx-library',
	);
	const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
	const text = await readFile(join(release, 'partway.cdx.json'), 'utf8');
	expect(await validator.validate(text)).toBeNull();
	const wrong = text.replace('"type": "library"', '"type": "bookshelf"');
	expect(await validator.validate(wrong)).not.toBeNull();
});
