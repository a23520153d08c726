import {type PlannedAbort, planOf} from '../../../source/multipart/abort-selection.js';
import {type SeenService, seenService} from '../../../source/multipart/services/service.js';
import {startAbortRun} from '../../../source/operations/abort-run/abort-run.js';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {listUploads} from '../../../source/s3/gateway/pages.js';

/**
 * A partway of its own, for tests that kill one: plans an abort of everything in a bucket as it finds it,
 * tells `planned`, carries it out on a word from its parent, and tells `ended`.
 */
const [endpoint, bucket, accessKeyId, secretAccessKey] = process.argv.slice(2) as [
	string,
	string,
	string,
	string,
];

async function main(): Promise<void> {
	const gateway = createAwsGateway({
		endpoint,
		region: 'us-east-1',
		pathStyle: true,
		readOnly: false,
		checksums: 'when-required',
		credentials: {kind: 'keys', accessKeyId, secretAccessKey},
	});
	const uploads: PlannedAbort[] = [];
	let listedBy: SeenService = {};
	const pages = listUploads(gateway, {bucket}, undefined, page => {
		listedBy = seenService(listedBy, page);
	});
	for await (const page of pages)
		for (const upload of page) {
			const {key, uploadId} = upload;
			const summary = await gateway.summarizeParts({bucket, key, uploadId});
			uploads.push(planOf(upload, {kind: 'read', summary}, gateway.now()));
		}
	process.stdout.write('planned\n');
	process.stdin.once('data', async () => {
		const deps = {gateway, journal: openJournal(), connection: 'test'};
		const plan = {bucket, uploads, listed: uploads.length, listedBy};
		// However slow the machine of the test reads.
		await startAbortRun(deps, plan, {readWithin: Number.POSITIVE_INFINITY}).ended;
		process.stdout.write('ended\n');
		process.exit();
	});
}

void main();
