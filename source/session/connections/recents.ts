import {textFilter} from '../../multipart/index/text-filter.js';
import {
	isSameLocation,
	type RecentLocation,
	withRecent,
} from '../../profiles/recents/recent-location.js';
import type {Line} from '../../terminal/line-editor.js';
import type {Effect} from '../core/effect.js';
import {type SessionState, topScreen, type UploadsScreen, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {openUploads} from '../uploads/open.js';

/** So many are shown over a list. */
const mostShown = 6;

/** A list with the locations visited last above its rows. */
export type ListWithRecents = {readonly recents: readonly RecentLocation[]; readonly filter: Line};

/** The recent locations without the one that is open; with `connection` those of it alone. */
export function recentsElsewhere(
	state: SessionState,
	connection?: string,
): readonly RecentLocation[] {
	const here = currentLocation(state);
	return state.recents
		.filter(location => connection === undefined || location.connection === connection)
		.filter(location => here === undefined || !isSameLocation(location, here))
		.slice(0, mostShown);
}

/** The list of uploads that shows, or that the parts on the screen are of. */
function currentLocation({screens, connection}: SessionState) {
	const uploads = screens.findLast(each => each.kind === 'uploads');
	const name = connection?.remembered;
	return uploads?.kind === 'uploads' && name !== undefined
		? {connection: name, bucket: uploads.bucket, prefix: uploads.prefix}
		: undefined;
}

/** The recent locations that match the filter. */
export function shownRecents({recents, filter}: ListWithRecents): readonly RecentLocation[] {
	const {matches} = textFilter(filter.text);
	return recents.filter(location => matches(locationText(location)));
}

/** `own:oos-prod s3://media-archive/raw/` */
export function locationText(location: RecentLocation): string {
	return `${location.connection} ${targetText(location)}`;
}

/** `s3://media-archive/raw/` */
export function targetText({bucket, prefix}: RecentLocation): string {
	return `s3://${bucket}/${prefix}`;
}

/** Opens a recent location: the reads of the screens before end, acts run on. */
export function goToRecent(state: SessionState, location: RecentLocation): Step {
	return state.connection?.remembered === location.connection &&
		state.connection.endpoint === location.endpoint
		? switchTo(state, location.bucket, location.prefix)
		: step(state, {type: 'connect', name: location.connection, location});
}

/** Opens the uploads of another bucket: the lists before are left, but for the buckets that it was chosen from. */
export function switchTo(state: SessionState, bucket: string, prefix: string): Step {
	const top = topScreen(state);
	const kept = top?.kind === 'buckets' ? [top] : [];
	return openUploads({...state, screens: kept}, bucket, prefix);
}

/** A list that came at all is worth coming back to; a name that was mistyped is not. */
export function rememberVisit(state: SessionState, {id, bucket, prefix}: UploadsScreen): Step {
	const {remembered, endpoint} = state.connection ?? {};
	if (remembered === undefined || endpoint === undefined) return step(state);
	const location = {connection: remembered, endpoint, bucket, prefix, time: state.here};
	const changed = withScreen<UploadsScreen>(state, id, 'uploads', screen => ({
		...screen,
		isRemembered: true,
	}));
	const effect: Effect = {type: 'remember-location', location};
	return step({...changed, recents: withRecent(state.recents, location)}, effect);
}
