import {type ServiceId, serviceIds, services} from './service-table.js';
import type {KnownService} from './types.js';

export function isServiceId(value: string): value is ServiceId {
	return (serviceIds as readonly string[]).includes(value);
}

export function knownService(id: ServiceId): KnownService {
	return services[id];
}

/** The service behind an endpoint by its host name, and the region that this names; undefined for a host that nobody knows. */
export function recognise(
	endpoint: string | undefined,
): {readonly id: ServiceId; readonly region?: string} | undefined {
	const host = hostOf(endpoint);
	if (host === undefined) return undefined;
	for (const id of serviceIds)
		for (const pattern of services[id].hosts?.is ?? []) {
			const match = pattern.exec(host);
			const region = match?.groups?.['region'] ?? services[id].region?.is;
			if (match !== null) return region === undefined ? {id} : {id, region};
		}
	return undefined;
}

/** The endpoint of a service in a region; undefined where the table has none, or more than the region is needed. */
export function endpointOfService(id: ServiceId, region: string | undefined): string | undefined {
	const pattern = services[id].endpoint?.is;
	const filled = region === undefined ? pattern : pattern?.replace('{region}', region);
	return filled?.includes('{') ? undefined : filled;
}

function hostOf(endpoint: string | undefined): string | undefined {
	return endpoint !== undefined && URL.canParse(endpoint)
		? new URL(endpoint).hostname.toLowerCase()
		: undefined;
}
