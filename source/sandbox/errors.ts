/** An answer that says no, as S3 words it. */
export class S3Error extends Error {
	readonly status: number;
	readonly code: string;
	/** Further elements of the error document, in their order. */
	readonly details: Readonly<Record<string, string>>;

	constructor(
		status: number,
		code: string,
		message: string,
		details: Readonly<Record<string, string>> = {},
	) {
		super(message);
		this.name = code;
		this.status = status;
		this.code = code;
		this.details = details;
	}
}

export function accessDenied(): S3Error {
	return new S3Error(403, 'AccessDenied', 'Access Denied');
}

export function noSuchBucket(bucket: string): S3Error {
	return new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', {
		BucketName: bucket,
	});
}

export function noSuchKey(key: string): S3Error {
	return new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', {Key: key});
}

export function noSuchVersion(key: string, version: string): S3Error {
	return new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.', {
		Key: key,
		VersionId: version,
	});
}

export function noSuchUpload(uploadId: string): S3Error {
	return new S3Error(
		404,
		'NoSuchUpload',
		'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
		{UploadId: uploadId},
	);
}

export function invalidRequest(message: string): S3Error {
	return new S3Error(400, 'InvalidRequest', message);
}

export function invalidArgument(message: string, name: string, value: string): S3Error {
	return new S3Error(400, 'InvalidArgument', message, {ArgumentName: name, ArgumentValue: value});
}

export function badRequest(message: string): S3Error {
	return new S3Error(400, 'BadRequest', message);
}

export function malformedXml(): S3Error {
	return new S3Error(
		400,
		'MalformedXML',
		'The XML you provided was not well-formed or did not validate against our published schema',
	);
}

export function badDigest(message: string, details: Record<string, string> = {}): S3Error {
	return new S3Error(400, 'BadDigest', message, details);
}

export function incompleteBody(): S3Error {
	return new S3Error(
		400,
		'IncompleteBody',
		'You did not provide the number of bytes specified by the Content-Length HTTP header',
	);
}

export function preconditionFailed(condition: string): S3Error {
	return new S3Error(
		412,
		'PreconditionFailed',
		'At least one of the pre-conditions you specified did not hold',
		{Condition: condition},
	);
}

export function notImplemented(header?: string): S3Error {
	return new S3Error(
		501,
		'NotImplemented',
		'A header you provided implies functionality that is not implemented',
		header === undefined ? {} : {Header: header},
	);
}

export function internalError(): S3Error {
	return new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.');
}
