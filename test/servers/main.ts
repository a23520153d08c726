import {writeFile} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import {runContract} from './contract-run.js';
import {Findings} from './held.js';
import {Partway} from './program.js';
import {type Report, reportText} from './report.js';
import {walkCompletes, walkParts} from './walk-completes.js';
import {walkKeys} from './walk-keys.js';
import {type Walk, walkLists, walkMany} from './walk-lists.js';
import {type Endpoint, Witness} from './witness.js';

const usage = `npm run test:servers -- NAME URL KEY SECRET [KEY2 SECRET2] [--region us-east-1] [--report FILE] [--only contract|walk]

NAME      what the report calls the server, with its version: "Ceph RGW 18.2.7 (Debian 13)"
URL       its endpoint, such as http://127.0.0.1:9000; the bucket is named in the path
KEY2 …    those of another account, for the cases about the buckets of others
--report  writes the findings of both as JSON; in test/servers/measured/ they become a part of docs/services.md

It makes buckets named partway-contract-… and partway-walk-…, and removes them as far as the server lets it.
Exit codes: 0 no wrong word, 1 partway said something that is not so, 2 usage.
`;

const steps: ReadonlyArray<readonly [string, (walk: Walk) => Promise<void>]> = [
	['list, several uploads of a key', walkLists],
	['parts', walkParts],
	['complete, overwrite', walkCompletes],
	['paging, bulk abort', walkMany],
	['odd keys', walkKeys],
];

async function main(): Promise<number> {
	const {values, positionals} = parseArgs({
		allowPositionals: true,
		options: {
			region: {type: 'string', default: 'us-east-1'},
			report: {type: 'string'},
			only: {type: 'string'},
		},
	});
	const [name, url, accessKeyId, secretAccessKey, key2, secret2] = positionals;
	const isHalf = values.only !== undefined && values.report !== undefined;
	if (!name || !url || !URL.canParse(url) || !accessKeyId || !secretAccessKey || isHalf) {
		process.stderr.write(usage);
		return 2;
	}
	const endpoint: Endpoint = {
		endpoint: url.replace(/\/$/, ''),
		region: values.region,
		keys: {accessKeyId, secretAccessKey},
	};
	const second = key2 && secret2 ? {accessKeyId: key2, secretAccessKey: secret2} : undefined;
	const witness = new Witness(endpoint);
	const partway = await Partway.at(endpoint);
	const findings = new Findings();
	const say = (text: string) => process.stderr.write(`${text}\n`);
	let report: Report;
	try {
		if (values.only !== 'contract') {
			await witness.look(await witness.makeBucket('look'));
			for (const [what, step] of steps) {
				say(`the program: ${what}`);
				await step({witness, partway, findings}).catch((error: unknown) => {
					findings.notWalked.push(`${what}: ${(error as Error).name}: ${(error as Error).message}`);
				});
			}
		}
		say('the contract');
		const contract =
			values.only === 'walk' ? undefined : await runContract(endpoint, second, witness);
		report = {
			name,
			measured: new Date().toISOString().slice(0, 10),
			trusts: witness.trusts,
			contract,
			walk: {
				held: findings.held.length,
				wrong: findings.wrong.map(({step, words, said}) => ({step, words, said})),
				differences: findings.differences,
				open: findings.open,
				notWalked: findings.notWalked,
			},
			left: await witness.removeAll(),
		};
	} finally {
		await partway.close();
	}
	process.stdout.write(reportText(report));
	if (values.report !== undefined)
		await writeFile(values.report, `${visible(JSON.stringify(report, undefined, '\t'))}\n`);
	return report.walk.wrong.length === 0 ? 0 : 1;
}

/** What nobody sees, or what turns a line round, as JSON writes it; odd keys hold such characters. */
function visible(json: string): string {
	return json.replace(/[\p{Cc}\p{Cf}\p{Cn}\p{Zl}\p{Zp}]/gu, character =>
		/[\t\n]/.test(character)
			? character
			: `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

process.exitCode = await main();
