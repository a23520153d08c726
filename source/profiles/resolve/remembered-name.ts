import type {ConnectionOptions, ResolvedConnection} from './resolve.js';

/** What `-p` takes to come here again: nothing where options have led elsewhere than the name does. */
export function rememberedName(
	{source, name}: Pick<ResolvedConnection, 'source' | 'name'>,
	{endpoint, region}: ConnectionOptions,
): string | undefined {
	const byOptions = endpoint !== undefined || region !== undefined;
	return source === 'options' || byOptions ? undefined : `${source}:${name}`;
}
