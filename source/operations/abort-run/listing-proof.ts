import type {PlannedAbort} from '../../multipart/abort-selection.js';
import {livenessFactsOf, livenessOf, type Thresholds} from '../../multipart/liveness.js';
import {factsOfService, serviceKind} from '../../multipart/services/service.js';
import type {AbortRunPlan} from './abort-run-types.js';

/** Called with an upload as it was just read, and the time by which ages are judged, milliseconds since the epoch. */
export type ProvenByListing = (
	upload: PlannedAbort,
	now: number,
	thresholds?: Thresholds,
) => boolean;

/**
 * Whether the listing at the end of a run proves by itself that an upload is gone after a 204: it is stalled by what
 * was just read of it, no maker holds it open, and the plan's own listing was read to its end and came from a service that is known for it, by the
 * answers and by the upload's id. One that is aborted alone, and whatever an emptying finds, is looked at.
 */
export function provenByListing({
	uploads,
	listed,
	listedBy: {service = 'other', version} = {},
	everything,
}: AbortRunPlan): ProvenByListing {
	const isKnown = factsOfService(service, version).listProvesGone;
	if (!isKnown || everything || uploads.length === 1 || listed === undefined) return () => false;
	return ({uploadId, initiated, summary, maker}, now, thresholds) =>
		// Its maker may be at work, whatever its age.
		maker === undefined &&
		// The name that a profile gives proves nothing of the service behind it.
		serviceKind({uploadId}) === service &&
		livenessOf(livenessFactsOf(initiated, summary), now, thresholds) === 'stalled';
}
