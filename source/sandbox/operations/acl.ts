import type {BucketCall, ObjectCall} from '../call.js';
import {accessDenied, invalidArgument, malformedXml, S3Error} from '../errors.js';
import {receiveText} from '../payload/receive.js';
import {bucketGrants, objectGrants, objectOwner} from '../rights.js';
import {type Grant, permissions} from '../store/acl.js';
import {canonicalId, type User} from '../users.js';
import type {Outcome, Reply} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {child, childText, type Element, readXml} from '../wire/xml-reader.js';
import {checkGrants, grantsFromHeaders, unresolvableEmail} from './acl-headers.js';
import {existingObject} from './existing-object.js';
import {owner as ownerElement} from './identities.js';

/** Both of these in a request are an error, and so is neither. */
type AclCall = BucketCall | ObjectCall;

const maxGrants = 100;

export function getBucketAcl({bucket}: BucketCall): Outcome {
	return {status: 200, body: describe(bucket.owner, bucketGrants(bucket))};
}

export function getObjectAcl(call: ObjectCall): Outcome {
	const object = existingObject(call);
	const {bucket} = call;
	return {status: 200, body: describe(objectOwner(bucket, object), objectGrants(bucket, object))};
}

export async function putBucketAcl(call: BucketCall): Promise<Reply> {
	const grants = await readGrants(call, call.bucket.owner);
	call.bucket.settings.grants = grants;
	return {status: 200};
}

export async function putObjectAcl(call: ObjectCall): Promise<Reply> {
	const grants = await readGrants(call, objectOwner(call.bucket, existingObject(call)));
	// While the document was under way the object may have been replaced.
	existingObject(call).grants = grants;
	return {status: 200};
}

function describe(owner: User, grants: readonly Grant[]): string {
	return result(
		'AccessControlPolicy',
		ownerElement(owner),
		group('AccessControlList', ...grants.map(describeGrant)),
	);
}

function describeGrant({grantee, permission}: Grant): string {
	const isGroup = grantee.startsWith('http:');
	const type = isGroup ? 'Group' : 'CanonicalUser';
	const content = text(isGroup ? 'URI' : 'ID', grantee);
	return group(
		'Grant',
		`<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">${content}</Grantee>`,
		text('Permission', permission),
	);
}

/** The list that the request brings, in its headers or as a document. */
async function readGrants(call: AclCall, owner: User): Promise<Grant[]> {
	const {request, bucket, payload, users} = call;
	const document = await receiveText(payload);
	const fromHeaders = grantsFromHeaders(request.headers, owner, bucket.owner);
	if (fromHeaders !== undefined && document !== '')
		throw new S3Error(400, 'UnexpectedContent', 'This request does not support content');
	if (fromHeaders === undefined && document === '') {
		throw new S3Error(400, 'MissingSecurityHeader', 'Your request was missing a required header', {
			MissingHeaderName: 'x-amz-acl',
		});
	}
	const grants = fromHeaders ?? readDocument(document, owner);
	checkGrants(grants, bucket, users);
	return grants;
}

function readDocument(document: string, owner: User): Grant[] {
	const root = readXml(document);
	const ownerId = childText(child(root, 'Owner') ?? root, 'ID')?.trim();
	const list = child(root, 'AccessControlList');
	if (root.name !== 'AccessControlPolicy' || list === undefined) throw malformedXml();
	if (ownerId !== undefined && ownerId !== canonicalId(owner)) throw accessDenied();
	if (list.children.length > maxGrants) throw malformedXml();
	return list.children.map(readGrant);
}

function readGrant(element: Element): Grant {
	const grantee = child(element, 'Grantee');
	const written = childText(element, 'Permission')?.trim();
	const permission = permissions.find(candidate => candidate === written);
	if (grantee === undefined || permission === undefined) throw malformedXml();
	const email = childText(grantee, 'EmailAddress');
	if (email !== undefined) throw unresolvableEmail(email);
	const id = childText(grantee, 'ID')?.trim();
	const uri = childText(grantee, 'URI')?.trim();
	if (uri !== undefined && !uri.startsWith('http://acs.amazonaws.com/groups/'))
		throw invalidArgument('Invalid group uri', 'Group/URI', uri);
	const name = id ?? uri;
	if (name === undefined) throw malformedXml();
	return {grantee: name, permission};
}
