import {invalidRequest} from '../errors.js';
import {type Algorithm, algorithms, type Checksum} from '../integrity/algorithms.js';

/** The checksum algorithm that a request announces in a header or as a trailer. */
export function announcedAlgorithm(headers: ReadonlyMap<string, string>): Algorithm | undefined {
	const trailer = headers.get('x-amz-trailer')?.trim().toLowerCase();
	const announced = algorithms.filter(({header}) => headers.has(header) || header === trailer);
	if (announced.length > 1) {
		throw invalidRequest(
			'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
		);
	}
	return announced[0];
}

/** The checksum itself. Throws InvalidRequest when it cannot be one of that algorithm. */
export function claimedChecksum(
	algorithm: Algorithm,
	fields: ReadonlyMap<string, string>,
): Checksum | undefined {
	const value = fields.get(algorithm.header);
	if (value === undefined) return undefined;
	const digest = Buffer.from(value, 'base64');
	if (digest.length !== algorithm.length || digest.toString('base64') !== value)
		throw invalidRequest(`Value for ${algorithm.header} header is invalid.`);
	return {algorithm, value};
}
