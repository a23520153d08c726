import type {BucketTerms} from '../../s3/client/connection.js';
import type {DialogOf} from '../dialogs/dialog.js';
import type {ConnectionInfo} from './connection-info.js';

/** The terms that an act goes under: its own, or those of the connection. */
export function termsOf(
	{terms}: Pick<DialogOf<'complete'>, 'terms'>,
	connection: ConnectionInfo | undefined,
): BucketTerms {
	if (terms !== undefined) return terms;
	const {expectedBucketOwner, requestPayer} = connection ?? {};
	return {expectedBucketOwner, requestPayer};
}
