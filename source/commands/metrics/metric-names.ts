/**
 * Every metric, with its help, in the order in which they are written. All are gauges: each run counts anew, so that nothing
 * here only grows.
 */
export const metricHelp = {
	partway_uploads: 'Unfinished multipart uploads that are listed, by bucket and state.',
	partway_upload_bytes: 'Bytes in the parts of these uploads, as far as their parts were read.',
	partway_prefix_uploads:
		'The same uploads by prefix. The prefix (other) is all that have no series of their own.',
	partway_prefix_upload_bytes: 'Bytes in the parts of these, as far as their parts were read.',
	partway_prefixes_other: 'Prefixes that have no series of their own and are summed as (other).',
	partway_uploads_unread: 'Uploads whose parts were not asked for, since the budget was spent.',
	partway_uploads_unreadable: 'Uploads whose parts were asked for and could not be read.',
	partway_uploads_unsized: 'Uploads with a part that has no size: they hold more than their bytes.',
	partway_oldest_part_age_seconds: 'Age of the last part of the upload that is quiet the longest.',
	partway_oldest_initiation_age_seconds: 'Age of the upload that was initiated first.',
	partway_bucket_listed: '1 where every upload of the bucket was listed, 0 where it was not.',
	partway_bucket_cleanup_rule:
		'1 where an enabled lifecycle rule aborts unfinished uploads of the whole bucket.',
	partway_last_cleanup_timestamp_seconds:
		'When this machine last aborted an upload of the bucket and proved it gone.',
	partway_errors: 'Requests of this run that failed, by bucket, operation and code.',
	partway_requests: 'Requests that this run sent.',
	partway_journal_readable: '1 where the journal of this machine could be read.',
	partway_run_duration_seconds: 'How long this run took.',
	partway_run_timestamp_seconds: 'When this run ended.',
	partway_build_info: 'The version of partway, as a label.',
} as const;

export type NumbersMetric = keyof typeof metricHelp;
