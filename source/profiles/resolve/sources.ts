import {readAwsConfig} from '../aws/aws-config.js';
import {openProfileStore} from '../store/store.js';
import type {ConnectionSources} from './resolve.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What there is to connect with: partway's store, the AWS config and the environment. */
export async function loadConnectionSources(env: Environment): Promise<
	ConnectionSources & {
		/** What is wrong with the files, a sentence each. */ readonly problems: string[];
	}
> {
	const store = openProfileStore(env);
	const awsConfig = await readAwsConfig(env);
	return {store, awsConfig, env, problems: [...store.messages, ...awsConfig.problems]};
}
