import type {UploadRow} from '../../../multipart/index/upload-index.js';
import {factsOfService, listingRemark} from '../../../multipart/services/service.js';
import {formatBytes, formatCount, plural} from '../../../multipart/text/units.js';
import {type Upload, uploadIdentity} from '../../../multipart/upload.js';
import {protecting} from '../../../s3/gateway/protected.js';
import {abortedIn} from '../../../session/abort-run/aborted.js';
import type {UploadsScreen} from '../../../session/core/state.js';
import {showsTree} from '../../../session/uploads/tree/tree.js';
import {detailsPlace, uploadsHeight} from '../../../session/uploads/uploads-layout.js';
import {wrapText} from '../../../terminal/wrap.js';
import {beside} from '../../components/beside.js';
import type {Lined, Segment} from '../../components/segments.js';
import type {Glyphs} from '../../frame/theme.js';
import type {ScreenView} from '../screen-view.js';
import {detailLines} from './details.js';
import {treeHeader, treePath, treeTable} from './tree.js';
import {headSegments, uploadSegments} from './upload-columns.js';
import {uploadsCost} from './uploads-cost.js';
import {uploadsHeader} from './uploads-header.js';

/** The uploads of a bucket, or of a prefix of it: what is held and what is dead, then the rows in sight. */
export const uploadsView: ScreenView<UploadsScreen> = {
	path: screen => [screen.bucket, ...treePath(screen)],
	counts: screen => {
		if (!showsTree(screen)) return {shown: screen.shown, all: screen.totals.count};
		const {groups} = screen.tree;
		return {shown: groups, all: groups};
	},
	cost: (screen, state, signs) => uploadsCost(counted(screen), state, signs),
	marked: markedText,
	turns: screen => {
		const {listing, pendingReads, awaitingCredentials} = screen;
		const isGrouped = !showsTree(screen) || screen.tree.total !== undefined;
		return !isGrouped || listing === 'running' || (pendingReads > 0 && !awaitingCredentials);
	},
	draw(screen, state, on, rows) {
		const height = uploadsHeight(state, screen);
		const fill = (body: Lined): Lined => [
			...body.slice(0, height),
			...Array.from({length: Math.max(0, height - body.length)}, () => []),
		];
		if (showsTree(screen)) {
			const {total} = screen.tree;
			const [heads, ...groups] = treeTable(screen, state, on, rows, height);
			return [
				uploadsHeader(state, counted(screen), on),
				[heads],
				fill(total?.count === 0 ? emptyBody(screen, on.width) : groups),
			];
		}
		const {cursor, id, bucket} = screen;
		const {protectedPrefixes = [], thresholds} = state.connection ?? {};
		const aborted = abortedIn(state, bucket);
		const isAborted = (upload: Upload) =>
			aborted.some(identities => identities.has(uploadIdentity(upload)));
		const place = detailsPlace(state, screen);
		const width = place?.kind === 'beside' ? on.width - place.cells : on.width;
		const narrowed = {...on, width};
		const list: Array<readonly Segment[]> = [];
		let under: UploadRow | undefined;
		const anchor = screen.anchor === undefined ? undefined : rows.of(id, screen.anchor)?.position;
		const [start = 0, rangeEnd = -1] =
			anchor === undefined ? [] : [anchor, cursor.position].sort((a, b) => a - b);
		// The index may be ahead of what the session knows of it: what cannot be reached is not shown.
		const end = Math.min(cursor.top + height, screen.shown);
		for (let position = cursor.top; position < end; position++) {
			const row = rows.at(id, position);
			if (row === undefined) break;
			const facts = {
				now: state.now,
				thresholds,
				selected:
					screen.selected === undefined
						? position === cursor.position
						: row.handle === screen.selected,
				inRange: position >= start && position <= rangeEnd,
				movement: screen.watching ? rows.movement(id, row.handle) : undefined,
				isProtected: protecting(protectedPrefixes, {bucket, key: row.upload.key}) !== undefined,
				isAborted: isAborted(row.upload),
			};
			if (facts.selected) under = row;
			list.push(uploadSegments(row, facts, screen, narrowed));
		}
		const body = list.length > 0 ? list : emptyBody(screen, width);
		const filled = [headSegments(width, screen, on.glyphs), ...fill(body)];
		const details = (rows: number, cells: number) =>
			detailLines(under, screen, state, rows, {...on, width: cells});
		return [
			uploadsHeader(state, screen, on),
			place?.kind === 'beside'
				? beside(filled, details(filled.length, place.cells - 3), width, on.glyphs)
				: filled,
			place?.kind === 'below' && [
				[{text: on.glyphs.barLeft.repeat(on.width), role: 'dim'}],
				...details(place.rows, on.width),
			],
		];
	},
};

/** The screen as the header counts it: in the tree what is under the prefix that was gone into. */
function counted(screen: UploadsScreen): UploadsScreen {
	return showsTree(screen) ? treeHeader(screen) : screen;
}

/** `● 3 marked · 1.2 GiB`: those that the filter hides are marked all the same. */
function markedText({totals}: UploadsScreen, glyphs: Glyphs): string {
	const {marked, markedBytes, markedSized} = totals;
	if (marked === 0) return '';
	const held =
		markedSized === 0 && markedBytes === 0
			? ''
			: ` ${glyphs.dot} ${markedSized < marked ? 'at least ' : ''}${formatBytes(markedBytes)}`;
	return `${glyphs.mark} ${formatCount(marked)} marked${held}`;
}

/** Nothing to show has several reasons, and each its next step. */
function emptyBody(
	{listing, query, totals, tree, prefix, service, serviceVersion, dropped}: UploadsScreen,
	width: number,
): Lined {
	const facts = service && factsOfService(service, serviceVersion);
	const why = facts && listingRemark(facts, prefix);
	const unread = totals.count - totals.read - totals.unreadable;
	const say = (text: string): Lined => [[], [{text: `   ${text}`}]];
	if (totals.count > 0 && query.text !== '')
		return say(
			query.needsParts && unread > 0
				? `Nothing matches the filter so far; ${plural(unread, 'upload')} ${unread === 1 ? 'is' : 'are'} not read yet.`
				: 'No upload matches the filter. esc clears it.',
		);
	const isWithin = tree?.mode === 'tree' ? tree.above.length > 0 : tree?.mode === 'group';
	if (totals.count > 0 && isWithin) return say('No upload is left here. esc goes back.');
	// There are some, and they show as soon as they are in order.
	if (listing === 'running' || totals.count > 0) return [];
	if (listing === 'failed')
		return say('Nothing could be listed. r tries again, o opens an upload by key and id.');
	if (listing === 'stopped') return say('Stopped before anything came. r lists again.');
	if (listing === 'stuck')
		return say('The server stopped in the middle of its list. r lists again.');
	const where = prefix === '' ? 'in this bucket' : 'under this prefix';
	return [
		...say(
			dropped > 0 || facts?.mayListTooFew
				? `No upload that can be shown is listed ${where}.`
				: `No multipart upload is in progress ${where}.`,
		),
		// That none is listed may be the service's doing.
		...(why === undefined ? [] : wrapText(why, width - 4)).map((text): readonly Segment[] => [
			{text: `   ${text}`, role: 'warn'},
		]),
		[{text: '   esc goes to the buckets, r lists again.', role: 'dim'}],
	];
}
