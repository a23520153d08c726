import {heldCounts, makerOf} from '../../multipart/makers/makers.js';
import {monthlyCost, type Price} from '../../multipart/price.js';
import {ofGroup} from '../../multipart/rollup/key-groups.js';
import {prefixAtDepth} from '../../multipart/rollup/prefix-at-depth.js';
import {formatAge, formatBytes, formatCount, plural, sizeCell} from '../../multipart/text/units.js';
import {
	noStates,
	stateOf,
	stateWords,
	type UploadState,
	uploadStates,
} from '../../multipart/upload-state.js';
import type {ListedRow} from '../../operations/scan/list-rows.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {monthlyCostCell, monthlyCostWords, type PriceSigns} from '../../text/price-words.js';
import {awsTime} from '../base/output/aws-style.js';
import {versionedDocument} from '../base/output/document.js';
import {whyFields} from '../base/output/error-fields.js';
import type {Scene, Sink} from './sink.js';
import {alignedRows} from './table.js';

/** What some uploads add up to. */
class Sum {
	uploads = 0;
	parts = 0;
	/** Listed bytes of those whose parts were read. */
	bytes = 0;
	/** A part of them has no size. */
	lacksSizes = false;
	/** The first initiation, milliseconds since the epoch. */
	oldest: number | undefined;
	readonly states: Record<UploadState, number> = noStates();
	/** How many each maker holds, by its id. */
	readonly heldBy = new Map<string, number>();

	add({upload, reading}: ListedRow, {now, thresholds}: Scene): void {
		this.uploads++;
		this.#began(upload.initiated);
		const summary = reading.kind === 'read' ? reading.summary : undefined;
		this.parts += summary?.count ?? 0;
		this.bytes += summary?.bytes ?? 0;
		this.lacksSizes ||= summary?.lacksSizes === true;
		const state = stateOf(upload, reading, now(), thresholds);
		this.states[state]++;
		const maker = state === 'held' ? makerOf(upload.key) : undefined;
		if (maker !== undefined) this.#hold(maker.id, 1);
	}

	/** Whether they hold more than `bytes`, for all that is known. */
	get isLeast(): boolean {
		return this.states.unknown > 0 || this.lacksSizes;
	}

	merge({uploads, parts, bytes, lacksSizes, oldest, states, heldBy}: Sum): void {
		this.uploads += uploads;
		this.parts += parts;
		this.bytes += bytes;
		this.lacksSizes ||= lacksSizes;
		this.#began(oldest);
		for (const state of uploadStates) this.states[state] += states[state];
		for (const [maker, count] of heldBy) this.#hold(maker, count);
	}

	#hold(maker: string, count: number): void {
		this.heldBy.set(maker, (this.heldBy.get(maker) ?? 0) + count);
	}

	#began(time: number | undefined): void {
		if (time !== undefined) this.oldest = Math.min(this.oldest ?? time, time);
	}
}

/**
 * How many uploads there are, what they hold, what that costs and in which states they are, in all and by prefix; all but
 * the number only where parts are read, and costs where the connection says a price. Holds a row for each prefix.
 *
 * @param depth how many levels of prefixes get a sum of their own; 0: none.
 */
export function summary(
	scene: Scene,
	{depth, json, signs}: {depth: number; json: boolean; signs: PriceSigns},
): Sink {
	const {run, prefix, parts, price} = scene;
	const byBucket = new Map<string, Sum>();
	const byPlace = new Map<string, {bucket: string; prefix: string; sum: Sum}>();
	const errors: object[] = [];

	function sumOf(bucket: string, key: string): Sum {
		const under = prefixAtDepth(key, prefix, depth);
		const place = `${bucket}/${under}`;
		const begin = () => ({bucket, prefix: under, sum: new Sum()});
		return ofGroup(byPlace, place, begin).sum;
	}

	return {
		begin: bucket => byBucket.set(bucket, new Sum()),
		fail(bucket, why) {
			errors.push({Bucket: bucket, ...whyFields(why)});
			byBucket.delete(bucket);
			for (const [place, {bucket: of}] of byPlace) if (of === bucket) byPlace.delete(place);
		},
		async rows(bucket, rows) {
			for (const row of rows) {
				byBucket.get(bucket)?.add(row, scene);
				if (depth > 0) sumOf(bucket, row.upload.key).add(row, scene);
			}
		},
		async end() {
			const isKnown = scene.bucket === undefined || byBucket.size > 0;
			if (!isKnown && !json) return;
			const total = new Sum();
			for (const sum of byBucket.values()) total.merge(sum);
			const places = [...byPlace.values()].sort(
				({sum: a}, {sum: b}) => b.bytes - a.bytes || b.uploads - a.uploads,
			);
			if (json) {
				const document = {
					Bucket: scene.bucket,
					Prefix: prefix === '' ? undefined : prefix,
					...(isKnown ? sumFields(total, scene) : {}),
					...(depth === 0 || !isKnown
						? {}
						: {
								Prefixes: places.map(({bucket, prefix, sum}) => ({
									...(scene.bucket === undefined ? {Bucket: bucket} : {}),
									Prefix: prefix,
									...sumFields(sum, scene),
								})),
							}),
					...(errors.length > 0 ? {Errors: errors} : {}),
				};
				await run.write(versionedDocument(document));
				return;
			}
			const cost = monthlyCostWords(total.bytes, price, signs, total.isLeast);
			await run.write(`${totalLine(total, parts)}${cost === undefined ? '' : `; ${cost}`}\n`);
			if (places.length === 0) return;
			const heads = ['PREFIX', 'UPLOADS', 'OLDEST'];
			const rows = places.map(({bucket, prefix, sum}) => {
				const name = scene.bucket === undefined ? `${bucket}/${prefix}` : prefix || '(no prefix)';
				const oldest =
					sum.oldest === undefined ? '-' : `${formatAge(scene.now() - sum.oldest)} ago`;
				return [
					escapeForTerminal(name),
					...[formatCount(sum.uploads), oldest],
					...(parts
						? [
								sizeCell(sum.bytes, sum.lacksSizes),
								...(price ? [monthlyCostCell(sum.bytes, price, signs, sum.isLeast) ?? '-'] : []),
								...Object.values(sum.states).map(formatCount),
							]
						: []),
				];
			});
			const sizes = ['SIZE', ...(price ? ['A MONTH'] : [])];
			const states = uploadStates.map(state => stateWords(state).toUpperCase());
			await run.write(
				`\n${alignedRows([[...heads, ...(parts ? [...sizes, ...states] : [])], ...rows])}`,
			);
		},
	};
}

function sumFields(sum: Sum, {parts, price}: Scene) {
	const {uploads, oldest, parts: count, bytes, lacksSizes, states, heldBy} = sum;
	return {
		UploadCount: uploads,
		Oldest: awsTime(oldest),
		...(parts
			? {
					PartCount: count,
					Bytes: bytes,
					...(lacksSizes ? {SizesMissing: true} : {}),
					...(price ? {MonthlyCost: costFields(bytes, price, sum.isLeast)} : {}),
					States: states,
					...(heldBy.size > 0 ? {HeldBy: Object.fromEntries(heldBy)} : {}),
				}
			: {}),
	};
}

/** To a millionth of the currency. */
function costFields(bytes: number, price: Price, isLeast: boolean) {
	const {currency: Currency} = price;
	const Amount = Number(monthlyCost(bytes, price).toFixed(6));
	return {Amount, Currency, ...(isLeast ? {IsLeast: true} : {})};
}

function totalLine(
	{uploads, parts: count, bytes, lacksSizes, states, heldBy}: Sum,
	parts: boolean,
): string {
	const what = plural(uploads, 'upload');
	if (!parts) return what;
	const known = states.unknown === 0 && !lacksSizes ? '' : 'at least ';
	const shown = uploadStates.filter(state => states[state] > 0);
	const byState = shown
		.flatMap(state =>
			state === 'held'
				? heldCounts(Object.fromEntries(heldBy))
				: [`${formatCount(states[state])} ${stateWords(state)}`],
		)
		.join(', ');
	const held = `${uploads === 1 ? 'holds' : 'hold'} ${known}${formatBytes(bytes)} in ${plural(count, 'part')}`;
	return `${what} ${held}${byState === '' ? '' : `: ${byState}`}`;
}
