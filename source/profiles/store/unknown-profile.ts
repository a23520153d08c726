import {formatCount} from '../../multipart/text/units.js';
import type {AwsProfile} from '../aws/aws-config.js';
import {nearNames, splitName} from '../resolve/names.js';
import type {Refused} from '../resolve/target.js';

/** Why a profile of the AWS files is not used. */
export function refusedProfile({name, refused}: AwsProfile): Refused {
	return {refused: `The AWS profile "${name}" cannot be used: ${refused}.`};
}

/** What follows that there is no profile of a name: those near it, or how many others there are. @param all as `own:NAME`. */
export function suggestion(name: string, all: readonly string[]): string {
	const bare = (written: string) => splitName(written).name;
	const near = [...new Set(nearNames(name, all.map(bare)))];
	const written = near.flatMap(each => all.filter(other => bare(other) === each));
	if (written.length > 0) return `; near it: ${written.slice(0, 5).join(', ')}`;
	return all.length === 0
		? ', and none is set up'
		: `; there ${all.length === 1 ? 'is one other' : `are ${formatCount(all.length)} others`}`;
}
