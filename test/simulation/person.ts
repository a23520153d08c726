import type {Random} from '../../source/sandbox/random.js';
import type {Session} from '../../source/session/core/store.js';
import type {Clock, Life} from './clock.js';
import type {News, Target} from './history.js';

const targetOf = ({key, uploadId}: Target): Target => ({key, uploadId});

/** Somebody before a session: looks at what it shows, presses keys, and tells what was agreed to. */
export class Person {
	readonly #session: Session;
	readonly #clock: Clock;
	readonly #life: Life;
	readonly #random: Random;
	readonly #tell: (news: News) => void;
	/** What was marked on the screen, as it showed then. */
	readonly #marks = new Map<string, Target>();
	/** All that the filter shows was to be marked. */
	#wantsAll = false;

	constructor(
		session: Session,
		clock: Clock,
		life: Life,
		random: Random,
		tell: (news: News) => void,
	) {
		this.#session = session;
		this.#clock = clock;
		this.#life = life;
		this.#random = random;
		this.#tell = tell;
	}

	/** Does so many things, then calls back. */
	begin(steps: number, done: () => void): void {
		const next = (left: number) => {
			if (this.#state.exit !== undefined || left === 0) return done();
			this.#once();
			const wait = this.#random.pick([
				20,
				100,
				300,
				300,
				1000,
				1000,
				5000,
				this.#random.next() < 0.02
					? this.#random.pick([300_000, 300_000, 300_000, 3_600_000])
					: 400,
			]);
			this.#clock.after(wait, () => next(left - 1), this.#life);
		};
		this.#clock.after(this.#random.pick([5, 100, 400]), () => next(steps), this.#life);
	}

	get #state() {
		return this.#session.getState();
	}

	press(...keys: readonly string[]): void {
		for (const key of keys) this.#session.dispatch({type: 'key', key, alone: true});
	}

	#type(text: string): void {
		for (const letter of text)
			this.#session.dispatch({
				type: 'key',
				key: letter === ' ' ? 'space' : letter,
				text: letter,
				alone: true,
			});
	}

	#once() {
		const {dialog, help} = this.#state;
		if (this.#random.next() < 0.02)
			this.#session.dispatch({
				type: 'resized',
				columns: this.#random.between(20, 200),
				rows: this.#random.between(5, 60),
			});
		if (help) return this.press('esc');
		if (dialog === undefined) return this.#onScreen();
		switch (dialog.kind) {
			case 'abort':
			case 'complete':
			case 'resume-run':
			case 'abort-many':
			case 'empty-bucket':
				return this.#asked();
			case 'run':
				return this.#onRun(dialog.act);
			case 'act':
				return this.press(this.#random.pick(['r', 'esc', 'esc', 'u']));
			case 'acts':
				return this.press(this.#random.pick(['r', 'enter', 'enter', 'esc', 'down']));
			default:
				// Rescue, rules, history, what can be copied: nothing of them names an act here.
				return this.press(this.#random.pick(['esc', 'esc', 'enter', 'down', 'a', 'r']));
		}
	}

	#onRun(id: number): void {
		const key = this.#random.pick(['p', 's', 'r', 't', 'esc', 'esc', 'down']);
		const run = this.#state.acts.acts.find(act => act.id === id);
		if (key === 't' && run?.kind === 'run')
			this.#tell({
				what: 'pressed-many',
				life: this.#life.pid,
				marked: run.results.map(({upload}) => targetOf(upload)),
			});
		this.press(key);
	}

	/** The upload under the cursor, as the screen shows it. */
	#under() {
		const screen = this.#state.screens.at(-1);
		if (screen?.kind === 'parts') return {...screen.target, marked: false};
		if (screen?.kind !== 'uploads') return undefined;
		const {rows} = this.#session;
		const selected =
			screen.selected === undefined ? undefined : rows.of(screen.id, screen.selected);
		const row =
			selected !== undefined && selected.position >= 0
				? selected.row
				: rows.at(screen.id, screen.cursor.position);
		return row && {...targetOf(row.upload), marked: row.marked};
	}

	#onScreen() {
		const random = this.#random;
		const screen = this.#state.screens.at(-1);
		if (screen?.kind === 'uploads' && screen.editing)
			return this.press(random.pick(['enter', 'esc']));
		const under = this.#under();
		if (screen?.kind !== 'uploads' && screen?.kind !== 'parts')
			return this.press(
				random.pick(
					screen?.kind === 'buckets'
						? ['enter', 'enter', 'r', 'L']
						: ['esc', 'esc', 'down', 'enter', 'r'],
				),
			);
		if (this.#wantsAll && screen.kind === 'uploads') this.#seeMarks(screen.id, screen.shown);
		const choice = random.next();
		const act = (key: 'c' | 'x') => {
			const takesMarks =
				key === 'x' && screen.kind === 'uploads' && this.#session.rows.marked(screen.id).count > 0;
			if (takesMarks)
				this.#tell({what: 'pressed-many', life: this.#life.pid, marked: [...this.#marks.values()]});
			else if (under !== undefined)
				this.#tell({
					what: 'pressed',
					life: this.#life.pid,
					act: key === 'c' ? 'complete' : 'abort',
					...targetOf(under),
				});
			this.press(key);
		};
		if (choice < 0.2) return act('c');
		if (choice < 0.4) return act('x');
		if (screen.kind === 'parts')
			return this.press(random.pick(['esc', 'esc', 'down', 'space', 'r']));
		if (choice < 0.55) return this.#mark();
		if (choice < 0.6) {
			this.#wantsAll = true;
			this.press('*');
			return this.#seeMarks(screen.id, screen.shown);
		}
		if (choice < 0.62) {
			this.#forget();
			return this.press('u');
		}
		if (choice < 0.65) return this.press('X');
		if (choice < 0.7) {
			this.press('/');
			this.#type(random.pick(['a', 'state:stalled', 'parts:0', 'age>30d', '-state:active']));
			return this.press('enter');
		}
		this.press(
			random.pick([
				'down',
				'down',
				'up',
				'down',
				'G',
				'g',
				'r',
				'r',
				'!',
				'!',
				's',
				'S',
				'enter',
				'm',
				'w',
				'i',
				'1',
				'3',
				'esc',
				'R',
				'L',
				'H',
				'y',
			]),
		);
	}

	/** What was asked for with all others may have come to the screen since: each shows its mark. */
	#seeMarks(screen: number, shown: number): void {
		for (let at = 0; at < shown; at++) {
			const row = this.#session.rows.at(screen, at);
			if (row?.marked) this.#marks.set(row.upload.uploadId, targetOf(row.upload));
		}
	}

	#forget(): void {
		this.#marks.clear();
		this.#wantsAll = false;
	}

	#mark(): void {
		const under = this.#under();
		if (under !== undefined)
			if (under.marked) this.#marks.delete(under.uploadId);
			else this.#marks.set(under.uploadId, targetOf(under));
		this.press('space');
	}

	/** A confirmation is shown: most are agreed to, once they ask. */
	#asked() {
		const random = this.#random;
		if (random.next() < 0.12) return this.press('esc');
		let {dialog} = this.#state;
		if (dialog?.kind === 'abort-many' && random.next() < 0.15)
			return this.press(random.pick(['i', 'H']));
		const isWaiting =
			dialog?.kind === 'abort' || dialog?.kind === 'complete'
				? dialog.plan === undefined && dialog.trouble === undefined
				: dialog?.kind === 'abort-many' &&
					dialog.selection === undefined &&
					dialog.trouble === undefined;
		if (isWaiting && random.next() < 0.9) return;
		if (dialog !== undefined && 'word' in dialog && dialog.word !== undefined) {
			const {wanted} = dialog.word;
			const typed = random.next() < 0.9 ? wanted : wanted.slice(1);
			if (dialog.word.line.text === '') {
				// What no key types is pasted.
				if (/[^ -~]/.test(typed)) this.#session.dispatch({type: 'paste', text: typed});
				else this.#type(typed);
			}
		} else if (dialog !== undefined && 'focus' in dialog && dialog.focus === 'cancel')
			this.press('tab');
		({dialog} = this.#state);
		const before = this.#state.acts.nextId;
		this.press('enter');
		if (this.#state.acts.nextId === before || dialog === undefined) {
			if (this.#state.dialog === dialog) this.press('esc');
			return;
		}
		this.#agreed(dialog);
	}

	#agreed(dialog: NonNullable<ReturnType<Session['getState']>['dialog']>): void {
		const life = this.#life.pid;
		const isAlive = (liveness: string | undefined) =>
			liveness === 'active' || liveness === 'unknown';
		if (dialog.kind === 'abort')
			this.#tell({
				what: 'agreed',
				life,
				act: 'abort',
				everything: false,
				targets: [{...targetOf(dialog.target), alive: isAlive(dialog.plan?.liveness)}],
			});
		else if (dialog.kind === 'complete') {
			const existing = dialog.plan?.overwrite ? dialog.plan.existing : undefined;
			const replaces = typeof existing === 'object' ? existing.etag?.replaceAll('"', '') : existing;
			this.#tell({
				what: 'agreed',
				life,
				act: 'complete',
				everything: false,
				replaces,
				targets: [{...targetOf(dialog.target), alive: true}],
			});
		} else if (dialog.kind === 'abort-many') {
			const targets = (dialog.selection?.uploads ?? []).map(({key, uploadId, liveness}) => ({
				key,
				uploadId,
				alive: isAlive(liveness),
			}));
			this.#tell({what: 'agreed', life, act: 'abort', everything: false, targets});
			this.#forget();
		} else if (dialog.kind === 'empty-bucket')
			this.#tell({what: 'agreed', life, act: 'abort', everything: true, targets: []});
	}
}
