import {readAwsConfig} from '../aws/aws-config.js';
import {type Foreign, unusableSentence} from '../foreign/foreign.js';
import {openProfileStore} from '../store/store.js';
import type {ConnectionSources} from './resolve.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What there is to connect with: partway's store, the AWS config, the environment, and what other tools have. */
export async function loadConnectionSources(env: Environment): Promise<
	ConnectionSources & {
		readonly foreign: Foreign;
		/** What is wrong with partway's file and those of AWS, a sentence each. */
		readonly problems: string[];
		/** What other tools have and cannot be used here, a sentence each: their files are theirs to mend. */
		readonly notes: string[];
	}
> {
	const store = openProfileStore(env);
	const awsConfig = await readAwsConfig(env);
	// No frame waits for what reads other tools' files.
	const {readForeign} = await import('../foreign/read-foreign.js');
	const foreign = readForeign(env);
	const notes = [
		...foreign.problems.map(({sentence}) => sentence),
		...foreign.unusable.map(unusableSentence),
	];
	const problems = [...store.messages, ...awsConfig.problems];
	return {store, awsConfig, foreign, env, problems, notes};
}
