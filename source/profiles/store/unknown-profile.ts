import {formatCount} from '../../multipart/text/units.js';
import type {AwsProfile} from '../aws/aws-config.js';
import {nearNames} from '../resolve/names.js';
import type {Refused} from '../resolve/target.js';

/** Why a profile of the AWS files is not used. */
export function refusedProfile({name, refused}: AwsProfile): Refused {
	return {refused: `The AWS profile "${name}" cannot be used: ${refused}.`};
}

/** What follows that there is no profile of a name: those near it, or how many others there are. */
export function suggestion(
	name: string,
	{own, aws}: {readonly own: readonly string[]; readonly aws: readonly string[]},
): string {
	const all = [
		...own.map(other => [`own:${other}`, other] as const),
		...aws.map(other => [`aws:${other}`, other] as const),
	];
	const near = new Set(
		nearNames(
			name,
			all.map(([, bare]) => bare),
		),
	);
	const written = [...near].flatMap(bare => all.filter(([, other]) => other === bare));
	if (written.length > 0) {
		return `; near it: ${written
			.map(([full]) => full)
			.slice(0, 5)
			.join(', ')}`;
	}
	return all.length === 0
		? ', and none is set up'
		: `; there ${all.length === 1 ? 'is one other' : `are ${formatCount(all.length)} others`}`;
}
