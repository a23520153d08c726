import type {PlannedAbort} from '../../multipart/abort-selection.js';
import {countsAsStalled, livenessFactsOf, type Thresholds} from '../../multipart/liveness.js';
import {factsOfService, serviceFacts} from '../../multipart/services/service.js';
import type {AbortRunPlan} from './abort-run-types.js';

/**
 * Whether the listing at the end of a run proves by itself that an upload is gone after a 204: it is stalled by what
 * was just read of it, and the plan's own listing was read to its end and came from a service that is known for it, by the
 * answers and by the upload's id. One that is aborted alone, and whatever an emptying finds, is looked at.
 *
 * @param now by which ages are judged, milliseconds since the epoch.
 */
export function isProvenByListing(
	{uploads, listed, listedBy, everything}: AbortRunPlan,
	{uploadId, initiated, summary}: PlannedAbort,
	now: number,
	thresholds?: Thresholds,
): boolean {
	if (everything || uploads.length === 1 || listed === undefined) return false;
	const {service = 'other', version} = listedBy ?? {};
	// The name that a profile gives proves nothing of the service behind it.
	if (serviceFacts({uploadId}).kind !== service) return false;
	return (
		factsOfService(service, version).listProvesGone &&
		countsAsStalled(livenessFactsOf(initiated, summary), now, thresholds)
	);
}
