import type {ObjectCall} from '../call.js';
import {noSuchKey, noSuchVersion} from '../errors.js';
import type {StoredObject} from '../store/model.js';

/** The only version there is: the sandbox has no versioning. */
const nullVersion = 'null';

/** The object that a request names. Throws NoSuchKey, or NoSuchVersion for another than `null`. */
export function existingObject({bucket, key, request}: ObjectCall): StoredObject {
	const version = request.query.get('versionId') ?? nullVersion;
	if (version !== nullVersion) throw noSuchVersion(key, version);
	const object = bucket.object(key);
	if (object === undefined) throw noSuchKey(key);
	return object;
}
