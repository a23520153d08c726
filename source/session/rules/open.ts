import type {EffectOf} from '../core/effect.js';
import type {ScreenId} from '../core/screen-id.js';
import type {RulesScreen, Screen, SessionState} from '../core/state.js';
import {openScreen, type Step} from '../core/step.js';
import {startOfList} from '../frame/list-cursor.js';
import {type Binding, key} from '../keys/binding.js';
import type {UploadsSource} from './rules-facts.js';

/** Opens the rules of a bucket. @param uploads the list that tells which uploads there are. */
export function openRules(state: SessionState, bucket: string, uploads?: ScreenId): Step {
	const id = state.nextScreenId;
	const screen: RulesScreen = {
		kind: 'rules',
		id,
		bucket,
		cursor: startOfList,
		loading: true,
		lists: false,
		...(uploads === undefined ? {} : {uploads}),
	};
	return openScreen(state, screen, readEffect(state, screen));
}

/** Reads the rules, and the uploads from where they are known. */
export function readEffect(state: SessionState, screen: RulesScreen): EffectOf<'read-rules'> {
	const {id, bucket, lists} = screen;
	const list = listUnder(state, screen);
	const from = lists ? 'listing' : list && sourceOf(list, bucket);
	return {type: 'read-rules', screen: id, bucket, ...(from === undefined ? {} : {from})};
}

/** The list that the screen was opened from, while it is there. */
export function listUnder(
	{screens}: Pick<SessionState, 'screens'>,
	{uploads}: RulesScreen,
): Screen | undefined {
	return screens.find(({id}) => id === uploads);
}

/** Whether uploads come to the list that the rules are counted over, or may go. */
export function isBeingListed(state: Pick<SessionState, 'screens'>, screen: RulesScreen): boolean {
	const list = screen.lists ? undefined : listUnder(state, screen);
	return list?.kind === 'uploads' && list.listing === 'running';
}

function sourceOf(list: Screen, bucket: string): UploadsSource | undefined {
	if (list.kind === 'uploads')
		return {screen: list.id, prefix: list.prefix, isWhole: list.listing === 'ended'};
	if (list.kind !== 'buckets' || list.changed.has(bucket)) return undefined;
	const isWhole = list.measures.get(bucket)?.phase === 'ended';
	return isWhole ? {screen: list.id, prefix: '', isWhole} : undefined;
}

/** The key that opens them. */
export function rulesKey<On>(run: Binding<On>['run'], priority: number): Binding<On> {
	const description = 'The rules by which the bucket cleans up by itself; adds and removes them';
	return key('L', 'rules', description, run, {priority});
}
