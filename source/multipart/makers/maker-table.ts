import type {Maker} from './maker.js';

/** What shows that a maker holds an upload. */
export type MakerRecord = Maker & {
	/** The names that it gives, for a person to read. */
	readonly pattern: string;
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

/** Each looked up in the project's own documents or code on 2026-11-30. */
export const makerTable = [
	{
		id: 'flink',
		name: 'Apache Flink, its sink of files (the recoverable writer)',
		pattern: 'part-<uuid>-<n>, and <yyyy-MM-dd--HH>/part-<n>-<n>',
		lost: 'A job that writes it fails at its next checkpoint, and a savepoint or checkpoint that names it cannot be restored.',
		source:
			'apache/flink: docs/content/docs/connectors/datastream/filesystem.md (Part file configuration, S3-specific); flink-s3-fs-base, RecoverableMultiPartUploadImpl.java; FileWriterBucket.java',
		shows: (key, name) => name.startsWith('part-') && (flinkName.test(name) || flinkHour.test(key)),
	},
	{
		id: 'spark',
		name: 'Apache Spark with a committer that completes uploads when a task or job commits (S3A magic and staging, EMRFS)',
		pattern: 'part-<nnnnn>-<uuid>-c<nnn>…, not under _temporary/',
		lost: 'A job that has not committed yet fails, or its output lacks this file.',
		source:
			'apache/spark: HadoopMapReduceCommitProtocol.scala, FileFormatDataWriter.scala; apache/hadoop: hadoop-aws committers.md, MagicCommitIntegration.java, staging/Paths.java; Amazon EMR: The EMRFS S3-optimized committer and multipart uploads',
		shows: (key, name) =>
			name.startsWith('part-') && sparkName.test(name) && !key.includes('_temporary/'),
	},
	{
		id: 'hadoop',
		name: 'Hadoop S3A committers (magic and staging)',
		pattern:
			'__magic/… and __magic_job-<id>/…; part-m-<nnnnn>-job_<id> and part-r-<nnnnn>-job_<id>',
		lost: 'A job that has not committed yet fails, or its output lacks this file.',
		source:
			'apache/hadoop: hadoop-aws committers.md and committer_architecture.md, CommitConstants.java, staging/Paths.java, AbstractS3ACommitter.java',
		shows: (key, name) =>
			(name.startsWith('part-') && stagedName.test(name)) ||
			(key.includes('__magic') && magicFolder.test(key)),
	},
	{
		id: 'registry',
		name: 'A container registry (CNCF Distribution: Docker Registry, Harbor, GitLab)',
		pattern: 'docker/registry/v2/repositories/<name>/_uploads/<uuid>/data',
		lost: 'A push of this layer cannot be resumed: the client has to send the layer again.',
		source:
			'distribution/distribution: registry/storage/paths.go, registry/storage/driver/s3-aws/s3.go',
		shows: (key, name) => name === 'data' && pushedLayer.test(key),
	},
	{
		id: 'kafka-connect',
		name: 'Kafka Connect, the S3 sink of Confluent',
		pattern: '<topic>/…/<topic>+<partition>+<offset>.<format>',
		lost: "The connector's task fails when it commits this file; restarted, it writes the records again where Kafka still keeps them.",
		source:
			'confluentinc/kafka-connect-storage-cloud: TopicPartitionWriter.java, storage/S3OutputStream.java',
		shows(key, name) {
			const topic = name.includes('+') ? sinkName.exec(name)?.[1] : undefined;
			return topic !== undefined && `/${key}`.includes(`/${topic}/`);
		},
	},
	{
		id: 'elasticsearch',
		name: 'Elasticsearch, the registers of a repository analysis',
		pattern: 'temp-analysis-<id>/test-register-contended-<id> (or uncontended)',
		lost: 'A repository analysis that is running fails.',
		source:
			'elastic/elasticsearch: modules/repository-s3, S3BlobContainer.java (compareAndExchangeRegister); snapshot-repo-test-kit, RepositoryAnalyzeAction.java',
		shows: (key, name) => name.startsWith('test-register-') && analysed.test(key),
	},
] as const satisfies readonly MakerRecord[];

/** Its keys may be anybody's: the object beside one shows it. */
export const tusd = {
	id: 'tusd',
	name: 'tusd, a server of resumable uploads (its S3 store)',
	pattern: '<32 hexadecimal digits>, with an object <key>.info beside it',
	lost: 'A client that comes back cannot resume: it has to send the file again.',
	source:
		'tus/tusd: internal/uid/uid.go; pkg/s3store/s3store.go (NewUpload, writeInfo, keyWithPrefix, metadataKeyWithPrefix)',
} as const satisfies Maker & {readonly pattern: string};
