import {randomBytes} from 'node:crypto';
import {invalidArgument, invalidRequest, malformedXml, S3Error} from '../errors.js';
import type {AbortRule, Lifecycle} from '../store/lifecycle.js';
import {child, childText, type Element, readXml} from '../wire/xml-reader.js';

const maxRules = 1000;
const maxIdLength = 255;

const actions = [
	...['Expiration', 'Transition', 'NoncurrentVersionExpiration', 'NoncurrentVersionTransition'],
	'AbortIncompleteMultipartUpload',
];

/**
 * Reads a lifecycle configuration. Throws MalformedXML, InvalidArgument or InvalidRequest.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 */
export function readLifecycle(document: string): Lifecycle {
	const root = readXml(document);
	const rules = root.children;
	const wrong = root.name !== 'LifecycleConfiguration' || rules.some(({name}) => name !== 'Rule');
	if (wrong || rules.length === 0 || rules.length > maxRules) throw malformedXml();
	const named = rules.map(withId);
	const ids = named.map(({id}) => id);
	const twice = ids.find((id, at) => ids.indexOf(id) !== at);
	if (twice !== undefined) {
		throw new S3Error(
			400,
			'InvalidArgument',
			'Rule ID must be unique. Found same ID for more than one rule',
			{ArgumentName: 'ID', ArgumentValue: twice},
		);
	}
	return {
		rules: named.map(({rule}) => rule),
		abortRules: named.flatMap(({id, rule}) => abortRules(id, rule)),
	};
}

/** The rule, with an id made up where there is none. */
function withId(rule: Element): {id: string; rule: Element} {
	const id = childText(rule, 'ID')?.trim();
	if (id !== undefined && id.length > maxIdLength)
		throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', id);
	if (id) return {id, rule};
	const text = randomBytes(24).toString('base64url');
	const children = rule.children.filter(({name}) => name !== 'ID');
	return {id: text, rule: {...rule, children: [{name: 'ID', text, children: []}, ...children]}};
}

/** Checks a rule, and tells what it means for uploads. */
function abortRules(id: string, rule: Element): AbortRule[] {
	const status = childText(rule, 'Status')?.trim();
	const filter = child(rule, 'Filter');
	const prefix = childText(rule, 'Prefix');
	if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml();
	if ((filter === undefined) === (prefix === undefined)) throw malformedXml();
	if (!actions.some(name => child(rule, name) !== undefined))
		throw invalidRequest('At least one action needs to be specified in a rule');
	const abort = child(rule, 'AbortIncompleteMultipartUpload');
	if (abort === undefined) return [];
	const scope = filter && (child(filter, 'And') ?? filter);
	if (scope !== undefined) checkScope(scope);
	const written = childText(abort, 'DaysAfterInitiation')?.trim() ?? '';
	const days = Number(written);
	if (!/^\d+$/.test(written) || days < 1) {
		throw invalidArgument(
			"'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
			'DaysAfterInitiation',
			written,
		);
	}
	if (status === 'Disabled') return [];
	return [{id, days, prefix: prefix ?? (scope && childText(scope, 'Prefix')) ?? ''}];
}

/** An upload has neither tags nor a size yet. */
function checkScope(scope: Element): void {
	if (child(scope, 'Tag') !== undefined)
		throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.');
	const sized = scope.children.some(({name}) => name.startsWith('ObjectSize'));
	if (sized)
		throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Object Size.');
}
