import {
	endpointOfService,
	isServiceId,
	knownService,
	recognise,
} from '../../multipart/services/known-services.js';
import {type ServiceId, serviceIds} from '../../multipart/services/service-table.js';
import {parseEndpoint} from '../../profiles/resolve/endpoint.js';
import {serviceWords} from '../../text/service-words.js';
import type {Option} from '../dialogs/form.js';

/** A service with more regions than these has them typed. */
const fewRegions = 6;

/** What is picked in the field of the service: `ceph`, `outscale/eu-west-2`, or nothing. */
export type PickedService = {readonly id?: ServiceId; readonly region?: string};

export function pickedService(value: string): PickedService {
	const [id = '', region] = value.split('/');
	return isServiceId(id) ? {id, ...(region === undefined ? {} : {region})} : {};
}

/** Every known service, one with few regions once more for each; first what the endpoint says. */
export function serviceOptions(endpoint: string): readonly Option[] {
	const found = recogniseTyped(endpoint);
	const said = found === undefined ? '' : `: ${serviceTitle(found)}`;
	return [
		{
			value: '',
			title:
				endpoint === ''
					? 'none picked: AWS, or what the environment names'
					: `by the endpoint${said}`,
		},
		...serviceIds.flatMap(id => [
			{value: id, title: serviceTitle({id})},
			...regionsOf(id).map(region => ({
				value: `${id}/${region}`,
				title: serviceTitle({id, region}),
			})),
		]),
	];
}

function regionsOf(id: ServiceId): readonly string[] {
	const regions = knownService(id).regions?.is ?? [];
	return regions.length > fewRegions ? [] : regions;
}

function serviceTitle({id, region}: {readonly id: ServiceId; readonly region?: string}): string {
	const name = id === 'other' ? 'another service' : knownService(id).name;
	return region === undefined ? name : `${name} ${region}`;
}

/** The value of the option for what a profile says. */
export function optionOf(service: ServiceId | undefined, region: string | undefined): string {
	if (service === undefined) return '';
	return region !== undefined && regionsOf(service).includes(region)
		? `${service}/${region}`
		: service;
}

/** The service behind an endpoint that may be written without its scheme. */
export function recogniseTyped(endpoint: string): ReturnType<typeof recognise> {
	const parsed = parseEndpoint(endpoint);
	return 'refused' in parsed ? undefined : recognise(parsed.endpoint);
}

/** What the table fills in for a service; empty where it does not know, or nothing is needed. */
export function filledFor(
	{id, region: picked}: PickedService,
	typedRegion: string,
): {readonly endpoint: string; readonly region: string} {
	// AWS is reached without an endpoint: then each bucket is found in its own region.
	if (id === undefined || id === 'aws') return {endpoint: '', region: ''};
	const region = picked ?? knownService(id).region?.is ?? '';
	return {
		endpoint: endpointOfService(id, picked ?? (typedRegion || region || undefined)) ?? '',
		region,
	};
}

/** What to type as the endpoint of a service, where the table cannot fill it in. */
export function endpointHint({id}: PickedService): string {
	const pattern = id === undefined ? undefined : knownService(id).endpoint?.is;
	if (id === 'aws') return 'empty: AWS S3 itself';
	if (pattern?.includes('{'))
		return pattern.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
	return id === undefined
		? 'https://s3.example.com; empty for AWS itself'
		: 'https://s3.example.com, or a host and port';
}

/** Sentences on the service that is picked or recognised: who it is, and what is known of it. */
export function serviceNotes(picked: PickedService, endpoint: string): readonly string[] {
	const found = recogniseTyped(endpoint);
	const {id} = found ?? picked;
	if (found !== undefined) {
		const known = serviceWords(found.id);
		const who =
			picked.id === undefined || picked.id === found.id
				? `This is ${serviceTitle(found)}, by its host.`
				: `The host is that of ${serviceTitle(found)}, whatever is picked.`;
		return [who, ...known];
	}
	if (id !== undefined) return serviceWords(id);
	return endpoint === '' || 'refused' in parseEndpoint(endpoint)
		? []
		: ['No known service has this host: if it is Ceph RGW, MinIO or SeaweedFS, pick it above.'];
}

/**
 * Whether an endpoint is none of the picked service in the picked region. A service that anyone can run
 * may stand behind any host that is not known to be another's.
 */
export function isForeign(picked: PickedService, endpoint: string): boolean {
	if (picked.id === undefined || picked.id === 'other') return false;
	if ('refused' in parseEndpoint(endpoint)) return false;
	const found = recogniseTyped(endpoint);
	if (found === undefined) return knownService(picked.id).hosts !== undefined;
	const elsewhere = picked.region !== undefined && found.region !== undefined;
	return found.id !== picked.id || (elsewhere && found.region !== picked.region);
}

/** What speaks against the picked service, and what to do; `tested` is what a test of the endpoint found. */
export function serviceRemark(
	picked: PickedService & {readonly id: ServiceId},
	endpoint: string,
	tested: ServiceId | undefined,
): string | undefined {
	const foreign = isForeign(picked, endpoint);
	// Behind the hosts of a provider may be the software of another.
	const own = knownService(picked.id).hosts !== undefined && !foreign;
	if (tested !== undefined && tested !== picked.id && !own)
		return `The test found ${serviceTitle({id: tested})}, not ${serviceTitle({id: picked.id})}: pick ${serviceTitle({id: tested})} here.`;
	if (!foreign) return undefined;
	const found = recogniseTyped(endpoint);
	return found === undefined
		? `The endpoint is not one of ${serviceTitle(picked)}: pick what it is, or none.`
		: `The endpoint is not one of ${serviceTitle(picked)}, but of ${serviceTitle(found)}: pick that, or none.`;
}
