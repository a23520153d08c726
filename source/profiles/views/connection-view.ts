/** A filter that was given a name, to be asked for as `@name`. */
export type NamedFilter = {readonly name: string; readonly text: string};

/** The filters of one kind of list. */
export type ListFilters = {
	/** Those that were kept, the latest first. */
	readonly typed: readonly string[];
	/** By name. */
	readonly named: readonly NamedFilter[];
};

/** How the lists of a connection show. */
export type ShownView = {
	/** The column that uploads are sorted by, as its own program called it. */
	readonly sort?: string;
	readonly reverse?: boolean;
	/** Uploads show as a tree of prefixes. */
	readonly tree?: boolean;
	/** The details of the upload under the cursor are open. */
	readonly details?: boolean;
	/** The column that buckets are sorted by. */
	readonly bucketSort?: string;
	readonly bucketReverse?: boolean;
};

/** What is remembered of the lists of a connection. */
export type ConnectionView = ShownView & {
	/** By the name that `-p` takes. */
	readonly connection: string;
	/** By the kind of the list. */
	readonly filters: Readonly<Record<string, ListFilters>>;
};

/** One thing that changes what is remembered. */
export type ViewChange =
	| ({readonly kind: 'shown'} & ShownView)
	| {readonly kind: 'typed'; readonly list: string; readonly text: string}
	| {readonly kind: 'named'; readonly list: string; readonly filter: NamedFilter}
	| {readonly kind: 'forgotten'; readonly list: string; readonly name: string};

const mostTyped = 50;
const mostNamed = 100;
/** More connections are forgotten, those first that changed longest ago. */
const mostConnections = 200;

/** A filter's name: what can stand in a word without quotes. */
export const filterName = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;

/** The view of a connection; an empty one where nothing is remembered. */
export function viewFor(views: readonly ConnectionView[], connection: string): ConnectionView {
	return views.find(each => each.connection === connection) ?? {connection, filters: {}};
}

/** The filters of a kind of list; none where nothing is remembered. */
export function filtersIn({filters}: ConnectionView, list: string): ListFilters {
	return Object.hasOwn(filters, list) ? filters[list]! : {typed: [], named: []};
}

/** The views with a change of one of them, which is the first then. */
export function withChange(
	views: readonly ConnectionView[],
	connection: string,
	change: ViewChange,
): readonly ConnectionView[] {
	const others = views.filter(each => each.connection !== connection);
	return [changed(viewFor(views, connection), change), ...others].slice(0, mostConnections);
}

function changed(view: ConnectionView, change: ViewChange): ConnectionView {
	if (change.kind === 'shown') {
		const {kind: _, ...shown} = change;
		return {...view, ...shown};
	}
	const before = filtersIn(view, change.list);
	return {...view, filters: {...view.filters, [change.list]: filtersChanged(before, change)}};
}

function filtersChanged(
	{typed, named}: ListFilters,
	change: Exclude<ViewChange, {kind: 'shown'}>,
): ListFilters {
	if (change.kind === 'typed') {
		const others = typed.filter(text => text !== change.text);
		return {typed: [change.text, ...others].slice(0, mostTyped), named};
	}
	const name = change.kind === 'named' ? change.filter.name : change.name;
	const others = named.filter(each => each.name !== name);
	if (change.kind === 'forgotten') return {typed, named: others};
	const all = [...others, change.filter].slice(-mostNamed);
	return {typed, named: all.sort((one, other) => (one.name < other.name ? -1 : 1))};
}
