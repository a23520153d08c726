import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

const mit = copyright => `MIT License

${copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Packages that are published without the text of their licence, and where it stands. */
const withoutLicenceFile = {
	// Published from the repository of the client, under the same licence.
	'@aws-sdk/credential-provider-http': {sameAs: '@aws-sdk/client-s3'},
	'@aws-sdk/credential-provider-login': {sameAs: '@aws-sdk/client-s3'},
	'@aws-sdk/nested-clients': {sameAs: '@aws-sdk/client-s3'},
	// The owner is named in the head of each of its files, the licence in its package.json.
	'yoga-layout': {text: mit('Copyright (c) Meta Platforms, Inc. and affiliates.')},
};

const licenceFile = /^(licen[cs]e|copying)(\.(md|txt))?$/i;
const noticeFile = /^notice(\.(md|txt))?$/i;

/**
 * The notices of every package that esbuild's metafile says is in the bundle: name, version, licence
 * and its full text, NOTICE file included (the Apache licence asks for it). Packages that share a
 * text are named above it once. Throws when a package has no text, so that none is shipped without.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} root the folder that the paths in the metafile are relative to
 * @returns {Promise<string>}
 */
export async function thirdPartyNotices(metafile, root) {
	const byText = new Map();
	for (const {folder, name, version, license} of await bundledPackages(metafile, root)) {
		const text = (await textOf(join(root, folder))) ?? (await declaredText(root, name));
		if (text === undefined)
			throw new Error(`${name}@${version} is bundled and has no licence text: ${folder}`);
		const packages = byText.get(text) ?? [];
		packages.push(`${name} ${version} (${license})`);
		byText.set(text, packages);
	}
	const sections = [...byText].map(([text, packages]) => `${packages.join('\n')}\n\n${text}\n`);
	const rule = `\n${'-'.repeat(80)}\n\n`;
	return `partway contains the packages below, each under its own licence.\n${rule}${sections.join(rule)}`;
}

/**
 * The packages that left at least a byte in the bundle, by their folders from `root`, with what their package.json says.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} root the folder that the paths in the metafile are relative to
 * @returns {Promise<Array<{folder: string, name: string, version: string, license: string}>>}
 */
export async function bundledPackages(metafile, root) {
	const folders = new Set();
	for (const input of bundledInputs(metafile)) {
		const folder = packageFolder(input);
		if (folder !== undefined) folders.add(folder);
	}
	return Promise.all(
		[...folders].sort().map(async folder => {
			const text = await readFile(join(root, folder, 'package.json'), 'utf8');
			const {name, version, license} = JSON.parse(text);
			return {folder, name, version, license};
		}),
	);
}

/** Inputs that left at least a byte in an output: what was shaken off is not shipped. */
function bundledInputs(metafile) {
	const inputs = new Set();
	for (const output of Object.values(metafile.outputs))
		for (const [input, {bytesInOutput}] of Object.entries(output.inputs))
			if (bytesInOutput > 0) inputs.add(input);
	return inputs;
}

/** `node_modules/@a/b` of `node_modules/@a/b/dist/c.js`, nested ones too; undefined for our own files. */
function packageFolder(input) {
	return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

async function declaredText(root, name) {
	const declared = withoutLicenceFile[name];
	return declared?.sameAs === undefined
		? declared?.text
		: textOf(join(root, 'node_modules', declared.sameAs));
}

async function textOf(folder) {
	const names = await readdir(folder);
	const licence = names.find(name => licenceFile.test(name));
	if (licence === undefined) return undefined;
	const notice = names.find(name => noticeFile.test(name));
	const texts = await Promise.all(
		[licence, notice]
			.filter(name => name !== undefined)
			.map(name => readFile(join(folder, name), 'utf8')),
	);
	return texts.map(text => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}
