/** The services that partway knows something of, by the name that a profile gives them. */
export const serviceIds = [
	'aws',
	'outscale',
	'ceph',
	'minio',
	'r2',
	'scaleway',
	'wasabi',
	'b2',
	'seaweedfs',
	'gcs',
	'other',
] as const;

export type ServiceId = (typeof serviceIds)[number];

export function isServiceId(value: string): value is ServiceId {
	return (serviceIds as readonly string[]).includes(value);
}
