import {readFile} from 'node:fs/promises';

export type Statement = {
	readonly Effect: string;
	readonly Action: string | readonly string[];
	readonly Resource: string;
};

/** What the page on permissions says, by its headings. */
export const policies: ReadonlyMap<string, readonly Statement[]> = new Map(
	[
		...(await readFile(new URL('../../docs/permissions.md', import.meta.url), 'utf8')).matchAll(
			/^### (.+)$(?:(?!^#)[\s\S])*?^```json\n([\s\S]*?)^```/gm,
		),
	].map(([, title = '', json = '']) => [title, JSON.parse(json).Statement as Statement[]]),
);

export function actionsOf({Action: action}: Statement): readonly string[] {
	return typeof action === 'string' ? [action] : action;
}

/** The statements without one of their actions. */
export function without(statements: readonly Statement[], action: string): readonly Statement[] {
	return statements
		.map(each => ({...each, Action: actionsOf(each).filter(other => other !== action)}))
		.filter(({Action}) => Action.length > 0);
}

/** A bucket, and one who has the rights of a policy and no others. It holds two uploads: of `raw/x`, and of a file, of whose two parts one is there. */
export type Place = {
	readonly bucket: string;
	/** Of `raw/x`. */
	readonly uploadId: string;
	/** What `raw/file` was to become, in parts of 5 MiB. */
	readonly file: string;
	readonly fileSize: number;
	/** Lists all buckets; absent where the server always allows it. */
	readonly listAll?: string;
	/** Options by which an abort of many takes `raw/x` and not the file's. */
	readonly chosen: string;
	/** What the commands, each as a line, came to: their exit codes, and all that they wrote. */
	run(
		...lines: readonly string[]
	): Promise<{readonly codes: readonly number[]; readonly said: string}>;
	uploadsLeft(): Promise<number>;
	/** Bytes of the object at a key; undefined where there is none. */
	sizeAt(key: string): Promise<number | undefined>;
};

/** What is done with the rights of a page, and whether all of it was done. */
export const works: Readonly<Record<string, (place: Place) => Promise<boolean>>> = {
	'To look': async ({run, bucket, uploadId, listAll}) => {
		const {codes, said} = await run(
			...(listAll === undefined ? [] : [listAll]),
			`list ${bucket} --parts --json`,
			`parts s3://${bucket}/raw/x --upload-id ${uploadId}`,
			`rules list ${bucket}`,
		);
		return codes.every(code => code === 0) && !/denied|lacks|not allowed/i.test(said);
	},
	'To clean up': async ({run, bucket, chosen, uploadsLeft}) => {
		const {codes, said} = await run(`abort ${bucket} ${chosen} --yes --json`);
		return codes[0] === 0 && (await uploadsLeft()) === 1 && !/lacks/.test(said);
	},
	'To complete': async ({run, bucket, uploadId, sizeAt}) => {
		const {codes, said} = await run(
			`list ${bucket}`,
			`complete s3://${bucket}/raw/x --upload-id ${uploadId} --yes --json`,
		);
		const isThere = (await sizeAt('raw/x')) !== undefined;
		return codes.every(code => code === 0) && isThere && !/lacks/.test(said);
	},
	'To rescue': async ({run, bucket, file, fileSize, sizeAt}) => {
		const {codes, said} = await run(
			`list ${bucket}`,
			`rescue ${file} s3://${bucket}/raw/file --part-size 5MiB --include-active --yes --json`,
		);
		const isWhole = (await sizeAt('raw/file')) === fileSize;
		return codes.every(code => code === 0) && isWhole && !/lacks/.test(said);
	},
	Rules: async ({run, bucket}) => {
		const {codes, said} = await run(
			`rules add ${bucket} --days 7 --id clean`,
			`rules add ${bucket} --days 7 --id clean --yes`,
			`rules list ${bucket}`,
			`rules remove ${bucket} --id clean --yes`,
		);
		// Without agreement the first only shows what it would do.
		return codes.join() === '3,0,0,0' && !/lacks|is unknown/.test(said);
	},
	'To try a service': async ({run, bucket}) => {
		const {codes} = await run(`profiles test --conformance s3://${bucket}/tests/ --yes`);
		return codes[0] === 0;
	},
};
