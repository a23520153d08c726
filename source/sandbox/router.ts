import {invalidRequest, notImplemented, S3Error} from './errors.js';
import type {Route} from './route.js';
import {routes} from './routes.js';
import type {S3Request} from './wire/request.js';

export type {Route} from './route.js';

/** Parameters that ask for something else than the plain operation. */
const subresources = new Set([
	...['accelerate', 'acl', 'analytics', 'attributes', 'cors', 'delete', 'encryption'],
	...['intelligent-tiering', 'inventory', 'legal-hold', 'lifecycle', 'list-type', 'location'],
	...['logging', 'metrics', 'notification', 'object-lock', 'ownershipControls', 'policy'],
	...['policyStatus', 'publicAccessBlock', 'replication', 'requestPayment', 'restore'],
	...['retention', 'select', 'tagging', 'torrent', 'uploadId', 'uploads', 'versioning'],
	...['versions', 'website'],
]);

/**
 * Finds what a request asks for. Throws NotImplemented for what S3 has and the sandbox has not,
 * MethodNotAllowed for what nobody has.
 */
export function route(request: S3Request): Route {
	const {method, query} = request;
	const asked = query.pairs.map(([name]) => name).filter(name => subresources.has(name));
	const place = placeOf(request);
	if (place === 'bucket' && asked.some(name => name === 'uploadId'))
		throw invalidRequest('A key must be specified');
	const found = routes.find(
		candidate =>
			candidate.method === method &&
			candidate.on === place &&
			(candidate.header === undefined || request.headers.has(candidate.header)) &&
			(candidate.query === undefined ? asked.length === 0 : asked.includes(candidate.query)),
	);
	if (found !== undefined) return found;
	if (asked.length > 0) throw notImplemented();
	throw new S3Error(
		405,
		'MethodNotAllowed',
		'The specified method is not allowed against this resource.',
		{Method: method, ResourceType: place.toUpperCase()},
	);
}

/** A bucket that is to be created does not exist yet, so that is work on the service. */
function placeOf({method, bucket, key, query}: S3Request): Route['on'] {
	if (key !== undefined) return 'object';
	if (bucket === undefined) return 'service';
	const creates = method === 'PUT' && !query.pairs.some(([name]) => subresources.has(name));
	return creates ? 'service' : 'bucket';
}
