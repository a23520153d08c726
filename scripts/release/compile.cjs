/*
 * Keeps each script of a folder as a function, and beside it what V8 made of it: with its own flags (`.code`), and with
 * those that the app sets as it opens (`.late`). Run by the Node of the executable, with --hash-seed, so that the same
 * scripts give the same bytes.
 *
 * Arguments: the folder, where to write, then the flags of the app.
 */
const {mkdirSync, readdirSync, readFileSync, writeFileSync} = require('node:fs');
const {dirname, join} = require('node:path');
const {setFlagsFromString} = require('node:v8');
const {Script} = require('node:vm');

const [from, to, ...flags] = process.argv.slice(2);
// The seed is in use. V8 takes what was compiled with flags like its own only, and the executable has no seed.
setFlagsFromString('--hash-seed=0');
const scripts = readdirSync(from, {recursive: true}).filter(name => name.endsWith('.js'));
for (const name of scripts.sort()) {
	const text = readFileSync(join(from, name), 'latin1').replace(/^#!.*/, '');
	if (/[^\0-\x7F]/.test(text)) throw new Error(`${name} is not plain ASCII.`);
	mkdirSync(dirname(join(to, name)), {recursive: true});
	writeFileSync(
		join(to, name),
		`(function(exports,require,module,__filename,__dirname){${text}\n})`,
		'latin1',
	);
}
keep('code');
for (const flag of flags) setFlagsFromString(flag);
keep('late');

function keep(suffix) {
	for (const name of scripts) {
		// A text of its own: what Node gives is a piece of the whole path, all of which V8 would keep.
		const filename = Buffer.from(name).toString();
		const script = new Script(readFileSync(join(to, name), 'latin1'), {filename});
		writeFileSync(join(to, `${name}.${suffix}`), script.createCachedData());
	}
}
