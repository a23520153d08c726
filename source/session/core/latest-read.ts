import {S3Failure} from '../../s3/failure/failure.js';
import type {Action} from './action.js';
import type {ScreenId} from './screen-id.js';

/** One read of a screen at a time: a new one ends the one before, and an answer that comes too late is dropped. */
export class LatestRead {
	readonly #screen: ScreenId;
	readonly #dispatch: (action: Action) => void;
	#controller = new AbortController();

	constructor(screen: ScreenId, dispatch: (action: Action) => void) {
		this.#screen = screen;
		this.#dispatch = dispatch;
	}

	start(read: (signal: AbortSignal) => Promise<Action>): void {
		this.stop();
		this.#controller = new AbortController();
		const {signal} = this.#controller;
		read(signal).then(
			action => {
				if (!signal.aborted) this.#dispatch(action);
			},
			error => {
				if (signal.aborted) return;
				if (!(error instanceof S3Failure)) throw error;
				this.#dispatch({type: 'failed', screen: this.#screen, trouble: error});
			},
		);
	}

	stop(): void {
		this.#controller.abort();
	}
}
