import {
	type AwsCompletion,
	awsAbortCommand,
	awsCompleteCommand,
} from '../../multipart/command-line/aws-command.js';
import {type Agreed, partwayCommand} from '../../multipart/command-line/partway-command.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {SessionState} from '../core/state.js';

/** What can be copied, and what it is called. */
export type CopyItem = {readonly title: string; readonly value: string};

/** The command that shows the parts of an upload, and the one that completes it from a parts file. */
export function commandsOfParts(
	state: SessionState,
	target: UploadTarget,
	partsFile: string,
): CopyItem[] {
	const completing = awsCompleteCommand(target, {partsFile}, awsConnectionOf(state));
	return [...commandOfUpload(state, target), ...item('aws command', completing)];
}

/** The commands that do what the confirmation of a Complete asks for. */
export function commandsToComplete(
	state: SessionState,
	target: UploadTarget,
	completion: AwsCompletion,
	agreed: Agreed,
	terms?: BucketTerms,
): CopyItem[] {
	const ours = {...partwayConnectionOf(state), ...terms};
	const theirs = {...awsConnectionOf(state), ...terms};
	return [
		...item('partway command', partwayCommand('complete', target, ours, agreed)),
		...item('aws command', awsCompleteCommand(target, completion, theirs)),
	];
}

/** The commands that do what the confirmation of an Abort asks for. */
export function commandsToAbort(
	state: SessionState,
	target: UploadTarget,
	agreed: Agreed,
): CopyItem[] {
	const ours = partwayConnectionOf(state);
	return [
		...item('partway command', partwayCommand('abort', target, ours, agreed)),
		...item('aws command', awsAbortCommand(target, awsConnectionOf(state))),
	];
}

/** The command that shows the parts of an upload. */
export function commandOfUpload(state: SessionState, target: UploadTarget): CopyItem[] {
	return item('partway command', partwayCommand('parts', target, partwayConnectionOf(state)));
}

/** Nothing where no command line can carry it. */
export function item(title: string, value: string | undefined): CopyItem[] {
	return value === undefined ? [] : [{title, value}];
}

/** How the AWS CLI reaches the connection. */
export function awsConnectionOf({connection}: SessionState) {
	const {endpoint, region, label, expectedBucketOwner, requestPayer} = connection ?? {};
	// `aws:NAME` is a profile of the AWS config: the CLI knows it by its name.
	const profile = label?.startsWith('aws:') ? label.slice('aws:'.length) : undefined;
	return {endpoint, region, profile, expectedBucketOwner, requestPayer};
}

/** A connection that has a name is found by it; what was typed is typed again. */
export function partwayConnectionOf({connection}: SessionState) {
	const {remembered, endpoint, region, expectedBucketOwner, requestPayer} = connection ?? {};
	const way = remembered === undefined ? {endpoint, region} : {profile: remembered};
	return {...way, expectedBucketOwner, requestPayer};
}
