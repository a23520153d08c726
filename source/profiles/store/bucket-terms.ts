import {knownService, recognise} from '../../multipart/services/known-services.js';

/** What is wrong with the id of an account; undefined when nothing is. */
export function checkBucketOwner(value: string): string | undefined {
	return /^\d{12}$/.test(value)
		? undefined
		: `"${value}" is not the id of an account: it has 12 digits.`;
}

/** Why no owner can be expected at an endpoint; undefined when one can, as far as is known. */
export function noOwnerAt(endpoint: string | undefined): string | undefined {
	const found = recognise(endpoint);
	const known = found && knownService(found.id);
	return known?.expectedBucketOwner?.is === false
		? `${known.name} has no ExpectedBucketOwner: it would refuse every request.`
		: undefined;
}
