import * as client from '@aws-sdk/client-s3';
import * as protocols from '@smithy/core/protocols';
import * as handler from '@smithy/node-http-handler';

/** What all simulated processes share of the SDK: it keeps nothing of one connection for another. */
export const packages: Readonly<Record<string, unknown>> = {
	'@aws-sdk/client-s3': client,
	'@smithy/core/protocols': protocols,
	'@smithy/node-http-handler': handler,
};
