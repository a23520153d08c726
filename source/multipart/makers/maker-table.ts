import type {Maker} from './maker.js';

/** What shows that a maker holds an upload. */
export type MakerRecord = Maker & {
	/** Whether a key shows it. `name` is what of the key follows the last `/`. */
	readonly shows: (key: string, name: string) => boolean;
};

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const flinkName = new RegExp(`^part-${uuid}-\\d+(-\\d+)?(\\..*)?$`);
/** The folder of Flink's own assigner is an hour of a day, with two dashes between. */
const flinkHour = /(^|\/)\d{4}-\d\d-\d\d--\d\d\/part-\d+-\d+(\.[^/]*)?$/;
const sparkName = new RegExp(
	`^part-\\d{5,}-${uuid}(_\\d{5,})?(-${uuid})?[.-]c\\d{3,}(-${uuid})?(\\..*)?$`,
);
const stagedName = /^part-[mr]-\d{5,}-job_\d+_\d{4,}(\..*)?$/;
const magicFolder = /(^|\/)__magic(_job-[^/]+)?\//;
const pushedLayer = new RegExp(`(^|/)docker/registry/v2/repositories/.+/_uploads/${uuid}/data$`);
const sinkName = /^([\w.-]+)\+\d+\+\d{10,}\.[^/]+$/;
const analysed = /(^|\/)temp-analysis-[\w-]{22}\/test-register-(un)?contended-[\w-]{22}$/;

/** Each looked up in the project's own documents or code: see `maker-sources.ts`. */
export const makerTable = [
	{
		id: 'flink',
		lost: 'A job that writes it fails at its next checkpoint, and a savepoint or checkpoint that names it cannot be restored.',
		shows: (key, name) => name.startsWith('part-') && (flinkName.test(name) || flinkHour.test(key)),
	},
	{
		id: 'spark',
		lost: 'A job that has not committed yet fails, or its output lacks this file.',
		shows: (key, name) =>
			name.startsWith('part-') && sparkName.test(name) && !key.includes('_temporary/'),
	},
	{
		id: 'hadoop',
		lost: 'A job that has not committed yet fails, or its output lacks this file.',
		shows: (key, name) =>
			(name.startsWith('part-') && stagedName.test(name)) ||
			(key.includes('__magic') && magicFolder.test(key)),
	},
	{
		id: 'registry',
		lost: 'A push of this layer cannot be resumed: the client has to send the layer again.',
		shows: (key, name) => name === 'data' && pushedLayer.test(key),
	},
	{
		id: 'kafka-connect',
		lost: "The connector's task fails when it commits this file; restarted, it writes the records again where Kafka still keeps them.",
		shows(key, name) {
			const topic = name.includes('+') ? sinkName.exec(name)?.[1] : undefined;
			return topic !== undefined && `/${key}`.includes(`/${topic}/`);
		},
	},
	{
		id: 'elasticsearch',
		lost: 'A repository analysis that is running fails.',
		shows: (key, name) => name.startsWith('test-register-') && analysed.test(key),
	},
] as const satisfies readonly MakerRecord[];

/** Its keys may be anybody's: the object beside one shows it. */
export const tusd = {
	id: 'tusd',
	lost: 'A client that comes back cannot resume: it has to send the file again.',
} as const satisfies Maker;
