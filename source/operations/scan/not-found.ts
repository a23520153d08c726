import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import type {StillListed} from '../abort/still-listed.js';

/** Uploads that are listed and not found. One listing tells those that have ended from those that are still listed. */
export class NotFoundUploads {
	readonly #waiting = new Map<string, Upload>();
	readonly #soughtBefore = new Set<string>();
	#isSeeking = false;

	/** Keeps an upload until it is looked for; each once, until `forget`. */
	add(upload: Upload): void {
		const identity = uploadIdentity(upload);
		if (!this.#soughtBefore.has(identity)) this.#waiting.set(identity, upload);
	}

	/** All of them may be looked for once more. */
	forget(): void {
		this.#soughtBefore.clear();
	}

	/**
	 * Looks for all that wait.
	 *
	 * @returns those that are listed no longer; none while another listing looks for others, or where nothing waits.
	 */
	async seek(list: (uploads: readonly Upload[]) => Promise<StillListed>): Promise<Upload[]> {
		if (this.#isSeeking || this.#waiting.size === 0) return [];
		const uploads = [...this.#waiting.values()];
		for (const identity of this.#waiting.keys()) this.#soughtBefore.add(identity);
		this.#waiting.clear();
		this.#isSeeking = true;
		try {
			const still = await list(uploads);
			return uploads.filter(upload => !still.has(upload));
		} finally {
			this.#isSeeking = false;
		}
	}

	/** Whether some wait that no listing looks for yet. */
	get isWaiting(): boolean {
		return !this.#isSeeking && this.#waiting.size > 0;
	}
}
