/** The version of the config file's form. A file of a newer one is left alone. */
export const configVersion = 2;

type Raw = Readonly<Record<string, unknown>>;

/**
 * What makes a file of the next version out of one, by the version that it starts from; it gets and
 * gives everything that the file holds, profiles that cannot be used included.
 *
 * 1 to 2: every setting of a profile stayed what it was. The number itself is what is new: an older
 * partway would change what is under protected prefixes, and drop them when it stores the profile.
 */
export const migrations: Readonly<Record<number, (content: Raw) => Raw>> = {
	1: content => content,
};

/** The content as the newest version has it. Its version is one that `migrations` knows, or the newest. */
export function migrated(content: Raw, steps = migrations, newest = configVersion): Raw {
	let current = content;
	for (let version = content.version as number; version < newest; version++) {
		const step = steps[version];
		if (step === undefined)
			throw new Error(`No step leads on from version ${version} of the config file.`);
		current = {...step(current), version: version + 1};
	}
	return current;
}
