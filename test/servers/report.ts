import type {ContractRun} from './contract-run.js';
import type {Said} from './program.js';

/** What one run found, as it is kept in test/servers/measured/. */
export type Report = {
	readonly name: string;
	/** The day. */
	readonly measured: string;
	/** What tells on this server that an upload is gone. */
	readonly trusts: {readonly listing: boolean; readonly parts: boolean};
	readonly contract?: ContractRun;
	readonly walk: {
		/** How many words were held against what the bare SDK sees. */
		readonly held: number;
		readonly wrong: ReadonlyArray<{
			readonly step: string;
			readonly words: string;
			readonly said?: Said;
		}>;
		readonly differences: readonly string[];
		readonly open: readonly string[];
		readonly notWalked: readonly string[];
	};
	/** Buckets that the server kept. */
	readonly left: readonly string[];
};

/** As a person reads it. */
export function reportText({name, measured, contract, walk, left}: Report): string {
	const lines = [`${name}, ${measured}`, ''];
	const list = (title: string, rows: readonly string[]) => {
		if (rows.length > 0) lines.push(`${title}:`, ...rows.map(row => `  - ${row}`), '');
	};
	if (contract !== undefined) {
		const {asS3, differences, notRun} = contract;
		lines.push(
			`The contract: ${asS3} of ${asS3 + differences.length} cases as S3${notRun === 0 ? '' : `, ${notRun} not run for want of a second account`}.`,
			'',
		);
		list(
			'Differs from S3',
			differences.map(one => `${one.name}: ${one.got}; S3: ${one.s3}`),
		);
	}
	list('In the walk', walk.differences);
	list('Left open by partway', walk.open);
	list('Not walked', walk.notWalked);
	list('Buckets that stay', left);
	lines.push(`The program: ${walk.held} words held, ${walk.wrong.length} wrong.`, '');
	for (const {step, words, said} of walk.wrong) {
		lines.push(`WRONG ${step}: ${words}`);
		if (said !== undefined)
			lines.push(
				`  $ ${said.command}`,
				`  exit ${said.code}`,
				...said.stdout
					.split('\n')
					.slice(0, 12)
					.map(line => `  out ${line}`),
				...said.stderr
					.split('\n')
					.slice(0, 12)
					.map(line => `  err ${line}`),
			);
	}
	return `${lines.join('\n')}\n`;
}
