/*
 * Throws when V8 does not take what compile.cjs kept: then the executable would work, and start later.
 *
 * Arguments: the folder, the suffix of what is kept there, then the flags that it was compiled with.
 */
const {readdirSync, readFileSync} = require('node:fs');
const {join} = require('node:path');
const {setFlagsFromString} = require('node:v8');
const {Script} = require('node:vm');

const [folder, suffix, ...flags] = process.argv.slice(2);
for (const flag of flags) setFlagsFromString(flag);
for (const name of readdirSync(folder, {recursive: true})) {
	if (!name.endsWith('.js')) continue;
	const path = join(folder, name);
	const cachedData = readFileSync(`${path}.${suffix}`);
	const {cachedDataRejected} = new Script(readFileSync(path, 'latin1'), {
		filename: path,
		cachedData,
	});
	if (cachedDataRejected) throw new Error(`V8 does not take the code of ${name} (${suffix}).`);
}
