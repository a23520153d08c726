import {readFileSync} from 'node:fs';

/**
 * Sums up the JSON reports of vitest: each test that failed with what it said, since the runner's own
 * words may be far above by then, and `N passed, N failed` as the last line. A report that is
 * not there is a run that crashed before its tests, and a failure; so is a step that failed although
 * its tests did not, a file that could not be loaded, and a test that was skipped.
 *
 * Arguments: the number of steps that failed, then the paths of the reports.
 */
const [failedSteps, ...paths] = process.argv.slice(2);
let passed = 0;
let failed = 0;

/** At most this many lines of what a failed test said: its screen or its difference, not its stack. */
const linesOfMessage = 60;

const tell = (title, message) => {
	console.log(`FAILED ${title}`);
	for (const line of (message ?? '').split('\n').slice(0, linesOfMessage))
		console.log(`    ${line}`);
};

console.log();
for (const path of paths) {
	const name = path.split('/').at(-1).replace('.json', '');
	try {
		const report = JSON.parse(readFileSync(path, 'utf8'));
		for (const {name: file, status, message, assertionResults} of report.testResults) {
			if (status === 'failed' && assertionResults.length === 0) tell(`${name}: ${file}`, message);
			for (const {status: result, fullName, failureMessages} of assertionResults) {
				if (result !== 'passed')
					tell(`${name}: ${fullName} (${result})`, failureMessages?.join('\n'));
			}
		}
		const empty = report.testResults.filter(
			({status, assertionResults}) => status === 'failed' && assertionResults.length === 0,
		).length;
		const bad = report.numFailedTests + report.numPendingTests + report.numTodoTests + empty;
		console.log(`${name}: ${report.numPassedTests} passed, ${bad} failed`);
		passed += report.numPassedTests;
		failed += bad;
	} catch {
		console.log(`${name}: no report, the run ended before its tests`);
		failed += 1;
	}
}
const crashed = Number(failedSteps) > 0;
if (crashed) console.log(`${failedSteps} of the steps failed`);
if (crashed && failed === 0) failed = Number(failedSteps);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
