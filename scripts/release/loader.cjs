/*
 * What the executable runs first, and each of its threads: it takes the files of `dist`, and what V8 made of them, from
 * the executable itself. Their path is one below the executable, which is a file: nothing else can be there.
 */
const {getRawAsset} = require('node:sea');
const {dirname, join, sep} = require('node:path');
const {fileURLToPath} = require('node:url');
const {cachedDataVersionTag} = require('node:v8');
const {Script} = require('node:vm');

const folder = process.execPath + sep;
const loaded = new Map();

/** The bytes of what is kept here, not copied. Throws for a name that is not there. */
const kept = name => Buffer.from(getRawAsset(name));

const isHere = path => path instanceof URL && fileURLToPath(path).startsWith(folder);

/**
 * Runs a file of `dist`, once, and returns what it exports.
 *
 * @param {string} file its path below the executable
 * @param {number} tag V8's, as the process began: what was compiled with other flags is kept beside
 */
// biome-ignore lint/correctness/noUnusedVariables: called by main.cjs, and by what a thread starts with
function load(file, tag) {
	const known = loaded.get(file);
	if (known !== undefined) return known.exports;
	const module = {exports: {}};
	loaded.set(file, module);
	const name = file.slice(folder.length);
	const script = new Script(kept(name).latin1Slice(), {
		filename: file,
		cachedData: kept(`${name}.${cachedDataVersionTag() === tag ? 'code' : 'late'}`),
	});
	const requireHere = wanted =>
		wanted.startsWith('.') ? load(join(dirname(file), wanted), tag) : builtin(wanted, tag);
	script.runInThisContext()(module.exports, requireHere, module, file, dirname(file));
	return module.exports;
}

/** A module of Node. What reads files and starts threads does so with files of `dist` too. */
function builtin(name, tag) {
	const module = require(name);
	if (name === 'node:fs') return changed(module, 'readFileSync', readingKept(module));
	if (name === 'node:worker_threads') return changed(module, 'Worker', startingKept(module, tag));
	return module;
}

const changed = (module, name, value) =>
	Object.defineProperties({}, {...Object.getOwnPropertyDescriptors(module), [name]: {value}});

const readingKept =
	({readFileSync}) =>
	(path, ...more) =>
		isHere(path) ? kept(fileURLToPath(path).slice(folder.length)) : readFileSync(path, ...more);

const startingKept = ({Worker}, tag) =>
	class extends Worker {
		constructor(entry, options) {
			const code = kept('loader').latin1Slice();
			const start = `load(${JSON.stringify(fileURLToPath(entry))}, ${tag});`;
			super(`'use strict';{${code}${start}}`, {...options, eval: true});
		}
	};
