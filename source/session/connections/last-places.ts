import {textFilter} from '../../multipart/index/text-filter.js';
import {isSamePlace, type VisitedPlace, withPlace} from '../../profiles/recents/visited-place.js';
import type {Line} from '../../terminal/line-editor.js';
import type {Effect} from '../core/effect.js';
import {type SessionState, topScreen, type UploadsScreen, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {openUploads} from '../uploads/uploads.js';

/** So many are shown over a list. */
const mostShown = 6;

/** A list that has the places visited last over its rows. */
export type ListWithPlaces = {readonly places: readonly VisitedPlace[]; readonly filter: Line};

/** Where the person has been, without where they are; of one connection where that is given. */
export function placesToGo(state: SessionState, connection?: string): readonly VisitedPlace[] {
	const here = currentPlace(state);
	return state.visited
		.filter(place => connection === undefined || place.connection === connection)
		.filter(place => here === undefined || !isSamePlace(place, here))
		.slice(0, mostShown);
}

/** The list of uploads that is looked at, or that its parts are of. */
function currentPlace({screens, connection}: SessionState) {
	const uploads = screens.findLast(each => each.kind === 'uploads');
	const name = connection?.remembered;
	return uploads?.kind === 'uploads' && name !== undefined
		? {connection: name, bucket: uploads.bucket, prefix: uploads.prefix}
		: undefined;
}

/** The places that the filter leaves. */
export function shownPlaces({places, filter}: ListWithPlaces): readonly VisitedPlace[] {
	const {matches} = textFilter(filter.text);
	return places.filter(place => matches(placeText(place)));
}

/** `own:oos-prod s3://media-archive/raw/` */
export function placeText(place: VisitedPlace): string {
	return `${place.connection} ${targetText(place)}`;
}

/** `s3://media-archive/raw/` */
export function targetText({bucket, prefix}: VisitedPlace): string {
	return `s3://${bucket}/${prefix}`;
}

/** Goes there at once: what was read before ends, acts run on. */
export function goToPlace(state: SessionState, place: VisitedPlace): Step {
	return state.connection?.remembered === place.connection &&
		state.connection.endpoint === place.endpoint
		? switchTo(state, place.bucket, place.prefix)
		: step(state, {type: 'connect', name: place.connection, place});
}

/** Opens the uploads of another bucket: the lists before are left, but for the buckets that it was chosen from. */
export function switchTo(state: SessionState, bucket: string, prefix: string): Step {
	const top = topScreen(state);
	const kept = top?.kind === 'buckets' ? [top] : [];
	const left = state.screens
		.filter(screen => !kept.some(({id}) => id === screen.id))
		.map(({id}) => ({type: 'leave', screen: id}) as const);
	const [opened, effects] = openUploads({...state, screens: kept}, bucket, prefix);
	return step(opened, ...left, ...effects);
}

/** A list that came at all is worth coming back to; a name that was mistyped is not. */
export function rememberVisit(state: SessionState, {id, bucket, prefix}: UploadsScreen): Step {
	const {remembered, endpoint} = state.connection ?? {};
	if (remembered === undefined || endpoint === undefined) return step(state);
	const place = {connection: remembered, endpoint, bucket, prefix, time: state.here};
	const changed = withScreen<UploadsScreen>(state, id, 'uploads', screen => ({
		...screen,
		isRemembered: true,
	}));
	const effect: Effect = {type: 'remember-place', place};
	return step({...changed, visited: withPlace(state.visited, place)}, effect);
}
