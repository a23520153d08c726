import {aws} from './aws.js';
import {ceph16} from './ceph-16.js';
import {lakefs} from './lakefs.js';
import {minio} from './minio.js';
import {moto} from './moto.js';
import type {Personality, PersonalityName} from './personality.js';
import {r2} from './r2.js';
import {seaweedfs} from './seaweedfs.js';

const personalities: Readonly<Record<PersonalityName, Personality>> = {
	aws,
	'ceph-16': ceph16,
	minio,
	seaweedfs,
	r2,
	lakefs,
	moto,
};

/** The personality of that name. */
export function personalityNamed(name: PersonalityName): Personality {
	return personalities[name];
}
