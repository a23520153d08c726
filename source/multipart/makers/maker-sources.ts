import type {makerTable, tusd} from './maker-table.js';

/** What docs/held.md says of a maker beyond what the program does. */
export type MakerSource = {
	/** What it is. */
	readonly name: string;
	/** The names that it gives, for a person to read. */
	readonly pattern: string;
	/** The documents and the code that say so. */
	readonly source: string;
};

type MakerId = (typeof makerTable)[number]['id'] | (typeof tusd)['id'];

/** Each looked up in the project's own documents or code on 2026-11-30. */
export const makerSources: Readonly<Record<MakerId, MakerSource>> = {
	flink: {
		name: 'Apache Flink, its sink of files (the recoverable writer)',
		pattern: 'part-<uuid>-<n>, and <yyyy-MM-dd--HH>/part-<n>-<n>',
		source:
			'apache/flink: docs/content/docs/connectors/datastream/filesystem.md (Part file configuration, S3-specific); flink-s3-fs-base, RecoverableMultiPartUploadImpl.java; FileWriterBucket.java',
	},
	spark: {
		name: 'Apache Spark with a committer that completes uploads when a task or job commits (S3A magic and staging, EMRFS)',
		pattern: 'part-<nnnnn>-<uuid>-c<nnn>…, not under _temporary/',
		source:
			'apache/spark: HadoopMapReduceCommitProtocol.scala, FileFormatDataWriter.scala; apache/hadoop: hadoop-aws committers.md, MagicCommitIntegration.java, staging/Paths.java; Amazon EMR: The EMRFS S3-optimized committer and multipart uploads',
	},
	hadoop: {
		name: 'Hadoop S3A committers (magic and staging)',
		pattern:
			'__magic/… and __magic_job-<id>/…; part-m-<nnnnn>-job_<id> and part-r-<nnnnn>-job_<id>',
		source:
			'apache/hadoop: hadoop-aws committers.md and committer_architecture.md, CommitConstants.java, staging/Paths.java, AbstractS3ACommitter.java',
	},
	registry: {
		name: 'A container registry (CNCF Distribution: Docker Registry, Harbor, GitLab)',
		pattern: 'docker/registry/v2/repositories/<name>/_uploads/<uuid>/data',
		source:
			'distribution/distribution: registry/storage/paths.go, registry/storage/driver/s3-aws/s3.go',
	},
	'kafka-connect': {
		name: 'Kafka Connect, the S3 sink of Confluent',
		pattern: '<topic>/…/<topic>+<partition>+<offset>.<format>',
		source:
			'confluentinc/kafka-connect-storage-cloud: TopicPartitionWriter.java, storage/S3OutputStream.java',
	},
	elasticsearch: {
		name: 'Elasticsearch, the registers of a repository analysis',
		pattern: 'temp-analysis-<id>/test-register-contended-<id> (or uncontended)',
		source:
			'elastic/elasticsearch: modules/repository-s3, S3BlobContainer.java (compareAndExchangeRegister); snapshot-repo-test-kit, RepositoryAnalyzeAction.java',
	},
	tusd: {
		name: 'tusd, a server of resumable uploads (its S3 store)',
		pattern: '<32 hexadecimal digits>, with an object <key>.info beside it',
		source:
			'tus/tusd: internal/uid/uid.go; pkg/s3store/s3store.go (NewUpload, writeInfo, keyWithPrefix, metadataKeyWithPrefix)',
	},
};
