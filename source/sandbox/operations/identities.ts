import {canonicalId, type User, userArn} from '../users.js';
import {group, text} from '../wire/xml.js';

/** Display names are gone from S3's answers since the end of 2025. */
export function owner(user: User): string {
	return group('Owner', text('ID', canonicalId(user)));
}

export function initiator(user: User): string {
	return group('Initiator', text('ID', userArn(user)));
}

/** A date as S3 writes it in documents: to the second, with three zeros. */
export function isoDate(time: number): string {
	return new Date(Math.floor(time / 1000) * 1000).toISOString();
}
