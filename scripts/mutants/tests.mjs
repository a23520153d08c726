// A process that runs test files of the copy it stands in, again and again: what vitest takes to start is paid once.
import {resolve} from 'node:path';
import {createVitest} from 'vitest/node';

const quiet = {};
const vitest = await createVitest('test', {
	watch: false,
	bail: 1,
	maxWorkers: 1,
	reporters: [quiet],
	// The slow ones too, where a mutant names them.
	include: ['test/**/*.test.{ts,tsx}'],
	exclude: ['test/real/**', 'test/clients/**', 'test/install/**'],
});

process.on('message', async ({files, changed}) => {
	process.send(
		await outcome(files, changed).catch(error => ({error: String(error?.stack ?? error)})),
	);
});
process.on('disconnect', () => process.exit());
process.send({ready: true});

/** What fails of these files: the first file, its first test, and why. */
async function outcome(files, changed) {
	for (const path of changed) vitest.invalidateFile(resolve(path));
	const wanted = new Set(files.map(file => resolve(file)));
	const found = (await vitest.globTestSpecifications(files)).filter(each =>
		wanted.has(each.moduleId),
	);
	if (found.length < wanted.size) return {error: `a file is missing of ${files.join(', ')}`};
	// What failed before counts no longer: with --bail it would end this run at its beginning.
	vitest.state.filesMap.clear();
	vitest.state.idMap.clear();
	const {testModules, unhandledErrors} = await vitest.runTestSpecifications(found);
	for (const module of testModules)
		for (const each of module.children.allTests())
			if (each.result().state === 'failed')
				return {
					failed: module.relativeModuleId,
					test: each.fullName,
					why: each.result().errors[0]?.message ?? '',
				};
	for (const module of testModules)
		if (!module.ok() && module.errors().length > 0)
			return {failed: module.relativeModuleId, test: '', why: module.errors()[0].message};
	if (unhandledErrors.length > 0)
		return {failed: files[0], test: '', why: String(unhandledErrors[0]?.message)};
	const tests = testModules.flatMap(module => [...module.children.allTests('passed')]);
	return {passed: tests.length};
}
