import {keysInEnv, test as programs} from '../program/program-test.js';
import {accessKeyId, secretAccessKey} from '../s3/raw-server.js';
import {type Ended, runCommand} from '../support/io.js';
import {type ServedWorld, serveWorld, type World} from './serve.js';

type Worlds = {
	/** Serves a world, closed when the test ends. */
	readonly world: (world: World) => Promise<ServedWorld>;
	/** In this process: a program of its own for each question takes seconds. */
	readonly ask: (served: ServedWorld, ...args: string[]) => Promise<Ended>;
};

/** Programs and worlds together; `gatewayTo` of `test/s3/raw-server.ts` gives a gateway to one. */
export const test = programs.extend<Worlds>({
	// biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures here
	world: async ({}, use) => {
		const served: ServedWorld[] = [];
		await use(async world => {
			const each = await serveWorld(world);
			served.push(each);
			return each;
		});
		for (const each of served) await each.close();
	},
	ask: async ({home}, use) => {
		await use((served, ...args) =>
			runCommand([...args, '--endpoint', served.endpoint], {
				env: home.env,
				as: {accessKeyId, secretAccessKey},
			}),
		);
	},
});

/** Arguments and environment by which the program reaches a world. */
export function toWorld(
	{endpoint}: Pick<ServedWorld, 'endpoint'>,
	...args: string[]
): [string[], {env: Record<string, string>}] {
	return [['--endpoint', endpoint, ...args], {env: keysInEnv({accessKeyId, secretAccessKey})}];
}
