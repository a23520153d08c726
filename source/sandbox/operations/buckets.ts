import type {BucketCall, Call} from '../call.js';
import {invalidArgument, S3Error} from '../errors.js';
import {receiveText} from '../payload/receive.js';
import {type ObjectOwnership, objectOwnerships} from '../store/settings.js';
import {canonicalId} from '../users.js';
import type {Outcome, Reply} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {childText, readXml} from '../wire/xml-reader.js';
import {grantsFromHeaders} from './acl-headers.js';
import {isoDate} from './identities.js';
import {integerParameter, textParameter} from './parameters.js';

const maxBuckets = 10_000;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^(?!.*\.\.)[a-z\d][a-z\d.-]{1,61}[a-z\d]$/;
const reserved =
	/^\d+\.\d+\.\d+\.\d+$|^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3)$/;

export function listBuckets({request: {query}, store, user, region}: Call): Outcome {
	const paginated = ['max-buckets', 'prefix', 'continuation-token'].some(name => query.has(name));
	const prefix = textParameter(query, 'prefix');
	const token = textParameter(query, 'continuation-token');
	const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
	const max = integerParameter(query, 'max-buckets', maxBuckets);
	const mine = store
		.buckets()
		.filter(({owner, name}) => owner === user && name.startsWith(prefix ?? '') && name > after);
	const page = mine.slice(0, max);
	const next =
		mine.length > page.length
			? Buffer.from(page.at(-1)?.name ?? '').toString('base64url')
			: undefined;
	return {
		status: 200,
		body: result(
			'ListAllMyBucketsResult',
			group('Owner', text('ID', canonicalId(user))),
			group(
				'Buckets',
				...page.map(bucket =>
					group(
						'Bucket',
						text('Name', bucket.name),
						text('CreationDate', isoDate(bucket.created)),
						text('BucketRegion', paginated ? region : undefined),
					),
				),
			),
			text('ContinuationToken', next),
			text('Prefix', prefix),
		),
	};
}

export async function createBucket(call: Call): Promise<Reply> {
	const {request, store, user, region, now, payload} = call;
	const name = request.bucket ?? '';
	const document = await receiveText(payload);
	if (!bucketName.test(name) || reserved.test(name)) {
		throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', {
			BucketName: name,
		});
	}
	if (document !== '') checkLocation(childText(readXml(document), 'LocationConstraint'), region);
	const existing = store.bucket(name);
	if (existing !== undefined && existing.owner !== user) {
		throw new S3Error(
			409,
			'BucketAlreadyExists',
			'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
			{BucketName: name},
		);
	}
	// In us-east-1, and nowhere else, creating one's own bucket again succeeds, and resets its ACL.
	const grants = grantsFromHeaders(request.headers, user, user);
	const ownership = ownershipOf(request.headers);
	const bucket = existing ?? store.createBucket(name, user, now);
	bucket.settings.grants = grants;
	if (ownership !== undefined) bucket.settings.ownership = ownership;
	return {status: 200, headers: {Location: `/${name}`}};
}

function ownershipOf(headers: ReadonlyMap<string, string>): ObjectOwnership | undefined {
	const value = headers.get('x-amz-object-ownership');
	const ownership = objectOwnerships.find(candidate => candidate === value);
	if (value === undefined || ownership !== undefined) return ownership;
	throw invalidArgument('Invalid x-amz-object-ownership header', 'x-amz-object-ownership', value);
}

function checkLocation(location: string | undefined, region: string): void {
	if (location === undefined || location === '') return;
	if (location === region) {
		throw new S3Error(
			400,
			'InvalidLocationConstraint',
			'The specified location-constraint is not valid',
			{LocationConstraint: location},
		);
	}
	throw new S3Error(
		400,
		'IllegalLocationConstraintException',
		`The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
	);
}

export function headBucket({region}: BucketCall): Outcome {
	return {
		status: 200,
		headers: {'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false'},
	};
}

/** Uploads in progress do not keep a general purpose bucket alive, only objects do. */
export function deleteBucket({store, bucket}: BucketCall): Outcome {
	if (bucket.objects.size > 0) {
		throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', {
			BucketName: bucket.name,
		});
	}
	store.deleteBucket(bucket.name);
	return {status: 204};
}

/** The location of us-east-1 is the empty one. */
export function getBucketLocation({region}: BucketCall): Outcome {
	return {
		status: 200,
		body: result('LocationConstraint', region === 'us-east-1' ? '' : region),
	};
}
