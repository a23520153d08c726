import type {Happened, Target} from './history.js';

/** A claim or an act that no order of events explains: which rule, at which of the happenings. */
export type Violation = {
	readonly rule: string;
	readonly nth: number;
	readonly words: string;
};

/** Milliseconds: a part, or the initiation, within this time says that somebody is at work. */
const aliveWithin = 60 * 60_000;

/** Milliseconds from the answer of the re-read until the Abort leaves; a clock counts whole ones. */
const leavesWithin = 2000 + 2;

/** An upload as the server has it. */
type Upload = Target & {
	readonly initiated: number;
	readonly landed: Map<number, number>;
};

type Request = Extract<Happened, {what: 'left'}> & {
	readonly nth: number;
	isOver: boolean;
	/** The act that it is of: the last that was written before it left. */
	act?: string;
	status?: number;
	heardAt?: number;
	/** Of a ListParts: when the upload was last heard of, as it was then, and the server's clock. */
	alive?: {readonly last: number; readonly server: number};
	/** What it did. */
	effect?: 'aborted' | 'completed';
};

/** An act as the journal tells it. */
type Act = Target & {
	readonly id: string;
	readonly act: 'complete' | 'abort';
	readonly nth: number;
	readonly pid: number;
	readonly planned?: string;
	outcome?: string;
};

type Made = {readonly etag: string; readonly nth: number; readonly uploadId?: string};
type Agreed = Extract<Happened, {what: 'agreed'}> & {readonly nth: number};

/** Of a line of the journal: an intent, or an outcome. */
type Line = Pick<Act, 'id' | 'act' | 'key' | 'uploadId' | 'pid'> & {
	readonly type: string;
	readonly planned?: {readonly etag?: string};
	readonly outcome: string;
};

const final = new Set(['done', 'gone', 'accepted', 'failed', 'not-sent', 'closed']);
const settles = new Set(['done', 'gone', 'accepted']);
const proven = new Set(['done', 'gone', 'closed']);
const bare = (etag: unknown) => (typeof etag === 'string' ? etag.replaceAll('"', '') : undefined);

/**
 * Judges a session by what happened in it. It knows what a multipart upload is, what partway's words mean (docs/states.md), and
 * nothing of how partway works.
 */
export function judge(history: readonly Happened[]): Violation[] {
	const violations: Violation[] = [];
	const uploads = new Map<string, Upload>();
	/** Every object that was ever at a key. */
	const objects = new Map<string, Made[]>();
	const requests = new Map<number, Request>();
	const acts = new Map<string, Act>();
	const agreed: Agreed[] = [];
	const pressed = new Map<string, readonly Target[]>();
	const lives = new Map<
		number,
		{
			readonly open: ReadonlySet<string>;
			readonly told: Set<string>;
			readonly bad: string[];
		}
	>();
	const failed: {
		readonly nth: number;
		readonly request: (of: Request) => boolean;
		readonly words: string;
	}[] = [];
	let nth = 0;
	let hasConditions = false;
	const wrong = (rule: string, words: string) => violations.push({rule, nth, words});

	const of = (target: Target) =>
		[...requests.values()].filter(({uploadId}) => uploadId === target.uploadId);
	const openActs = () =>
		[...acts.values()].filter(({outcome}) => outcome === undefined || !final.has(outcome));

	const putObject = (key: string, etag: string, uploadId?: string) =>
		objects.set(key, [...(objects.get(key) ?? []), {etag, nth, uploadId}]);

	function leaves(request: Request): void {
		const {operation, key, uploadId, life} = request;
		if (operation !== 'abort' && operation !== 'complete') return;
		const named = `${operation} of ${JSON.stringify(key)} ${uploadId.slice(0, 8)}`;
		const own = agreed.filter(
			each =>
				each.act === operation &&
				(each.everything ||
					each.targets.some(target => target.uploadId === uploadId && target.key === key)),
		);
		if (own.length === 0) wrong('not-named', `${named} was agreed to by nobody`);
		const written = openActs().findLast(
			act =>
				act.act === operation && act.uploadId === uploadId && act.key === key && act.pid === life,
		);
		request.act = written?.id;
		if (written === undefined) wrong('not-written', `${named} left before it stood in the journal`);
		const other = of(request).find(
			each =>
				!each.isOver &&
				each.operation !== operation &&
				(each.operation === 'abort' || each.operation === 'complete'),
		);
		if (other !== undefined)
			wrong('both-at-once', `${named} left while request ${other.request} was under way`);
		if (operation === 'abort') leavesAlive(request, own, named);
	}

	/** Nothing is aborted that was alive when it was read again, but what was named as that. */
	function leavesAlive({at, life, uploadId}: Request, own: readonly Agreed[], named: string): void {
		if (own.some(({everything}) => everything)) return;
		const looks = of({key: '', uploadId}).filter(
			each => each.operation === 'parts' && each.life === life && each.heardAt !== undefined,
		);
		const asked = own.at(-1);
		const since = looks.filter(each => each.nth > (asked?.nth ?? 0)).length;
		// Somebody waits for one that was named alone: it leaves after the third look (docs/dev/decisions.md).
		const mayBeLate = asked?.targets.length === 1 && since >= 3;
		const mayLive = own.some(({targets}) =>
			targets.some(target => target.uploadId === uploadId && target.alive),
		);
		// Another screen may have read it too, and been answered in between.
		const troubles = looks.map(({status, heardAt = 0, alive}) => {
			if (status !== 200) return 'not-read';
			if (!mayBeLate && at - heardAt > leavesWithin) return 'late';
			if (mayLive || alive === undefined) return undefined;
			return alive.server - alive.last < aliveWithin ? 'alive' : undefined;
		});
		if (!troubles.includes(undefined))
			wrong(troubles.at(-1) ?? 'not-read', `${named} left, and no re-read of it allows that`);
	}

	function served(request: Request, server: number, status: number): void {
		request.status = status;
		const upload = uploads.get(request.uploadId);
		if (request.operation === 'parts' && upload !== undefined)
			request.alive = {
				server,
				last: Math.max(upload.initiated, ...upload.landed.values()),
			};
	}

	/** What a Complete of partway's replaced was agreed to. Where the service knows no conditions it may have come after the last look. */
	function replaces({key, uploadId, life, nth: left}: Request, replaced: string): void {
		const last = agreed
			.filter(
				each =>
					each.life === life &&
					each.act === 'complete' &&
					each.targets.some(target => target.uploadId === uploadId),
			)
			.at(-1);
		if (last?.replaces === replaced) return;
		const look = [...requests.values()]
			.filter(
				each =>
					each.operation === 'head' &&
					each.key === key &&
					each.life === life &&
					each.nth < left &&
					each.heardAt !== undefined,
			)
			.at(-1);
		const since = objects.get(key)?.findLast(({etag}) => etag === replaced)?.nth ?? 0;
		if (hasConditions || look === undefined || since < look.nth)
			wrong(
				'overwritten',
				`the Complete of ${JSON.stringify(key)} replaced ${replaced}, and nobody agreed to that`,
			);
	}

	/** What is said of an act must be so now, and stay so. */
	function claims(
		act: 'complete' | 'abort',
		kind: string,
		target: Target,
		facts: {id?: string; life?: number; since: number; etag?: string},
	): void {
		const named = `${kind} of the ${act} of ${JSON.stringify(target.key)} ${target.uploadId.slice(0, 8)}`;
		const mine = (request: Request) =>
			request.operation === act &&
			request.uploadId === target.uploadId &&
			(facts.id === undefined || request.act === facts.id) &&
			request.nth > facts.since &&
			request.nth < claimed &&
			(facts.life === undefined || request.life === facts.life);
		const claimed = nth;
		const sent = of(target).filter(mine);
		if (kind === 'gone' && uploads.has(target.uploadId))
			wrong('false-gone', `${named}: the server has it`);
		if (kind === 'done') {
			// Its own client may have completed it just before the intent was written.
			const made = objects
				.get(target.key)
				?.filter(each => each.nth > facts.since || each.uploadId === target.uploadId)
				.some(({etag}) => facts.etag === undefined || etag === facts.etag);
			if (!made) wrong('false-done', `${named}: no such object was made`);
		}
		if (
			kind === 'accepted' &&
			!uploadEnded(target) &&
			!sent.some(({status = 0}) => status >= 200 && status < 300)
		)
			wrong('false-accepted', `${named}: nothing of it was answered by a yes`);
		if ((kind === 'not-sent' || kind === 'refused' || kind === 'changed') && sent.length > 0)
			wrong('false-not-sent', `${named}: request ${sent[0]?.request} had left`);
		if (kind === 'failed') failed.push({nth, request: mine, words: named});
	}
	const uploadEnded = ({uploadId}: Target) => !uploads.has(uploadId);

	function writes(line: string): void {
		let value: unknown;
		try {
			value = JSON.parse(line);
		} catch {
			// A process was killed while it wrote it.
			return;
		}
		const {type, id, act, key, uploadId, pid, planned, outcome} = value as Line;
		if (type === 'intent')
			acts.set(id, {id, act, nth, key, uploadId, pid, planned: bare(planned?.etag)});
		const ended = acts.get(id);
		if (type !== 'outcome' || ended === undefined) return;
		// What was proven by whoever looked, or settled by another act, is over, whatever is written of it later.
		if (!proven.has(ended.outcome ?? '') || final.has(outcome)) ended.outcome = outcome;
		claims(ended.act, outcome, ended, {id, since: ended.nth, etag: ended.planned});
		if (settles.has(outcome))
			for (const each of acts.values())
				if (
					each.uploadId === ended.uploadId &&
					each.key === ended.key &&
					each.nth < nth &&
					!final.has(each.outcome ?? '')
				)
					each.outcome = 'closed';
	}

	/** What was agreed to is what the keys were pressed for. */
	function agrees({life, act, targets, everything}: Agreed): void {
		const for_ = pressed.get(`${life} ${act}`) ?? [];
		const strange = everything
			? undefined
			: targets.find(
					target =>
						!for_.some(each => each.uploadId === target.uploadId && each.key === target.key),
				);
		if (strange !== undefined)
			wrong(
				'not-shown',
				`the ${act} of ${JSON.stringify(strange.key)} ${strange.uploadId.slice(0, 8)} was asked about, and another row was shown`,
			);
	}

	for (const event of history) {
		nth++;
		switch (event.what) {
			case 'world':
				hasConditions = event.conditions;
				break;
			case 'begun':
				uploads.set(event.uploadId, {
					key: event.key,
					uploadId: event.uploadId,
					initiated: event.initiated,
					landed: new Map(),
				});
				break;
			case 'part':
				uploads.get(event.uploadId)?.landed.set(event.number, event.landed);
				break;
			case 'aborted':
			case 'completed': {
				const request = event.request === undefined ? undefined : requests.get(event.request);
				if (request !== undefined) request.effect = event.what;
				if (event.what === 'completed' && event.replaced !== undefined && request !== undefined)
					replaces(request, event.replaced);
				uploads.delete(event.uploadId);
				if (event.what === 'completed') putObject(event.key, event.etag, event.uploadId);
				break;
			}
			case 'object':
				putObject(event.key, event.etag);
				break;
			case 'left': {
				const request = {...event, nth, isOver: false};
				leaves(request);
				requests.set(event.request, request);
				break;
			}
			case 'served': {
				const request = requests.get(event.request);
				// Of one that arrives twice the first answer comes back.
				if (request !== undefined && request.status === undefined)
					served(request, event.server, event.status);
				break;
			}
			case 'dropped':
			case 'heard': {
				const request = requests.get(event.request);
				if (request !== undefined && event.what === 'heard') request.heardAt = event.at;
				else if (request !== undefined) request.isOver = true;
				break;
			}
			case 'journal':
				writes(event.line);
				break;
			case 'pressed':
				pressed.set(`${event.life} ${event.act}`, [event]);
				break;
			case 'pressed-many':
				pressed.set(`${event.life} abort`, event.marked);
				break;
			case 'agreed':
				agreed.push({...event, nth});
				agrees({...event, nth});
				break;
			case 'said': {
				const own = agreed.filter(
					each =>
						each.act === event.act &&
						each.targets.some(({uploadId}) => uploadId === event.uploadId),
				);
				// What was made by an earlier Complete is done too; all else is said of what was agreed to last.
				const about =
					event.kind === 'done' ? own[0] : own.filter(each => each.life === event.life).at(-1);
				const since = about?.nth ?? nth;
				claims(event.act, event.kind, event, {
					since,
					life: event.life,
					etag: bare(event.etag),
				});
				if (event.kind === 'failed' || event.kind === 'unknown')
					lives.get(event.life)?.bad.push(event.kind);
				break;
			}
			case 'counted':
				for (const left of event.left)
					if (left.kind === 'gone') wrong('false-left', `${left.key} is gone and left`);
				if (event.gone > event.total && !event.isEmptying)
					wrong('false-count', `${event.gone} of ${event.total} are gone`);
				break;
			case 'started':
				lives.set(event.life, {
					open: new Set(openActs().map(({id}) => id)),
					told: new Set(),
					bad: [],
				});
				break;
			case 'told':
				for (const id of event.open) lives.get(event.life)?.told.add(id);
				break;
			case 'rested': {
				const {open = new Set<string>(), told} = lives.get(event.life) ?? {};
				for (const id of open) {
					const outcome = acts.get(id)?.outcome ?? '';
					if (!told?.has(id) && !final.has(outcome))
						wrong('not-told', `nothing was said of the ${acts.get(id)?.act} ${id} that was open`);
				}
				break;
			}
			case 'killed':
				break;
			case 'ended':
				if (event.leftOpen.length > 0 && !event.running)
					wrong('left-open', `${event.leftOpen.join(', ')} is left`);
				if (event.code === 0 && (lives.get(event.life)?.bad.length ?? 0) > 0)
					wrong('false-exit', `it ended with 0 after ${lives.get(event.life)?.bad.join(', ')}`);
				break;
			case 'crashed':
				wrong('crashed', event.error);
		}
	}
	for (const {nth: said, request, words} of failed) {
		const did = [...requests.values()].find(each => request(each) && each.effect !== undefined);
		if (did !== undefined)
			violations.push({
				rule: 'false-failed',
				nth: said,
				words: `${words}: request ${did.request} did it`,
			});
	}
	return violations;
}
