import type {PauseReason} from './abort-run-types.js';

/** Whether a run may go on: paused by the user or by itself, stopped for good. */
export class RunControls {
	/** What paused it, when it was not the user. */
	pausedBy: PauseReason | undefined;
	/** How often it went on after a pause. What began before the last time says nothing of the credentials of now. */
	releases = 0;
	#paused = false;
	#stopped = false;
	#whenReleased: Array<() => void> = [];

	get isPaused(): boolean {
		return this.#paused && !this.#stopped;
	}

	get isStopped(): boolean {
		return this.#stopped;
	}

	/** Nothing more is to be sent, now or for good. */
	get isHalted(): boolean {
		return this.#paused || this.#stopped;
	}

	/** Tells whether that changed anything; the first reason stays. */
	pause(by?: PauseReason): boolean {
		if (this.isHalted) return false;
		this.#paused = true;
		this.pausedBy = by;
		return true;
	}

	goOn(): boolean {
		if (!this.isPaused) return false;
		this.#paused = false;
		this.releases++;
		this.pausedBy = undefined;
		this.#release();
		return true;
	}

	stop(): boolean {
		if (this.#stopped) return false;
		this.#stopped = true;
		this.#release();
		return true;
	}

	/** Resolves when nothing holds the run; a stop lets it go too. */
	async untilReleased(): Promise<void> {
		while (this.isPaused)
			await new Promise<void>(resolve => {
				this.#whenReleased.push(resolve);
			});
	}

	#release(): void {
		for (const release of this.#whenReleased.splice(0)) release();
	}
}
