import type {CredentialSource} from '../../s3/client/connection.js';
import type {Profile, ProfileCredentials} from '../store/profile.js';
import type {ForeignConnection} from './foreign.js';

/** Credentials as a profile names them. */
export function storedCredentials(credentials: CredentialSource): ProfileCredentials {
	switch (credentials.kind) {
		case 'keys':
			return credentials;
		case 'aws-profile':
			return {kind: 'aws-profile', name: credentials.name};
		case 'default-chain':
			return {kind: 'environment'};
	}
}

/** A profile of partway that is the same connection; keys are in it only where that is asked for, else those of the environment stand in their place. */
export function profileOfForeign(
	{service, endpoint, region, pathStyle, requestPayer, credentials}: ForeignConnection,
	name: string,
	withSecrets: boolean,
): Profile {
	const kept: Partial<Profile> = {service, endpoint, region, pathStyle, requestPayer};
	return {
		name,
		...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
		credentials:
			credentials.kind === 'keys' && !withSecrets
				? {kind: 'environment'}
				: storedCredentials(credentials),
	};
}
