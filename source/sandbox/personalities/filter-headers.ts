import type {S3Request} from '../wire/request.js';
import type {RequestPolicy} from './personality.js';

/** The request as the server's operations see it: without the headers of which it takes no notice. */
export function filterHeaders(
	request: S3Request,
	operation: string,
	requestPolicy: RequestPolicy,
): S3Request {
	const headers = [...request.headers].filter(([name]) => !requestPolicy.ignores(operation, name));
	return headers.length === request.headers.size
		? request
		: {...request, headers: new Map(headers)};
}
