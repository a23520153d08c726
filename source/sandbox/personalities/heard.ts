import type {S3Request} from '../wire/request.js';
import type {Hearing} from './personality.js';

/** The request as the server's operations see it: without the headers of which it takes no notice. */
export function heard(request: S3Request, operation: string, hearing: Hearing): S3Request {
	const headers = [...request.headers].filter(([name]) => !hearing.ignores(operation, name));
	return headers.length === request.headers.size
		? request
		: {...request, headers: new Map(headers)};
}
