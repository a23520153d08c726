import * as esbuild from 'esbuild';

/**
 * Makes a CommonJS file of an ES module that esbuild wrote. Node 20 reads the first sooner: it needs neither its loader
 * of ES modules nor all that a module of Node exports. esbuild itself splits ES modules only.
 *
 * @param {string} code
 * @param {{target: string, name: string, map?: string, head?: string}} options the map of the code; what is given back
 * has one then too. `head` is a script that runs before all that the code imports
 * @returns {Promise<{code: string, map: string}>}
 */
export async function asCommonJs(code, {target, name, map, head = ''}) {
	const exported = /export\{([^}]*)\};?\s*$/.exec(code);
	if (/^export\b/m.test(exported === null ? code : code.slice(0, exported.index)))
		throw new Error(`${name} exports elsewhere than at its end.`);
	// What a file exports is set when it ends: no getters, which esbuild would write, and ask twice.
	const ended =
		exported === null
			? code
			: `${code.slice(0, exported.index)}module.exports={__esModule:true,${exported[1].replace(/([\w$]+)(?: as ([\w$]+))?/g, (_, own, other) => `${other ?? own}:${own}`)}};`;
	const mapped =
		map === undefined
			? ended
			: `${ended}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
	const made = await esbuild.transform(mapped, {
		format: 'cjs',
		platform: 'node',
		target,
		minify: true,
		sourcefile: name,
		sourcemap: map === undefined ? false : 'external',
		sourcesContent: false,
		legalComments: 'none',
		supported: {'dynamic-import': false},
		define: {'import.meta.url': 'urlOfThisFile'},
		banner: [
			'"use strict";',
			...(ended.includes('import.meta.url')
				? ["const urlOfThisFile=require('node:url').pathToFileURL(__filename).href;"]
				: []),
			head,
		].join(''),
	});
	return {code: made.code, map: made.map};
}
