/** An upload that a run began. */
export type LedgerUpload = {
	readonly key: string;
	readonly uploadId: string;
	/** Of its last Complete: when it was sent, milliseconds since the epoch, and whether an answer came. */
	complete?: {readonly at: number; isAnswered: boolean};
	/** It was looked up, and is gone. */
	isGone?: true;
};

/** A line of what a run does, written down before or right after it is done. */
export type LedgerLine =
	/** A Create or a Put that is about to be sent. */
	| {readonly does: 'create' | 'put'; readonly key: string}
	| {readonly does: 'created'; readonly key: string; readonly uploadId: string}
	/** Under this key, which is not that of the upload where a check is about that. */
	| {
			readonly does: 'complete';
			readonly key: string;
			readonly uploadId: string;
			readonly at: number;
	  }
	| {readonly does: 'completed'; readonly uploadId: string};

/** What a run made, so that nothing of it is forgotten and nothing else is touched. */
export class Ledger {
	readonly uploads = new Map<string, LedgerUpload>();
	/** Keys at which uploads were begun. */
	readonly keys = new Set<string>();
	/** Keys at which an object may be. */
	readonly objects = new Set<string>();
	readonly #write: (line: LedgerLine) => void;

	/** @param write keeps a line where a later run finds it. */
	constructor(write: (line: LedgerLine) => void = () => {}) {
		this.#write = write;
	}

	/** Notes what is done, on the disk first. @throws where that fails, of what has not happened yet: then it is not done. */
	note(line: LedgerLine): void {
		try {
			this.#write(line);
		} catch (error) {
			if (line.does !== 'created' && line.does !== 'completed') throw error;
		}
		this.take(line);
	}

	/** The same of a line that was read from the disk. */
	take(line: LedgerLine): void {
		switch (line.does) {
			case 'create':
				this.keys.add(line.key);
				break;
			case 'created': {
				const {key, uploadId} = line;
				this.keys.add(key);
				if (!this.uploads.has(uploadId)) this.uploads.set(uploadId, {key, uploadId});
				break;
			}
			case 'put':
				this.objects.add(line.key);
				break;
			case 'complete': {
				this.objects.add(line.key);
				const upload = this.uploads.get(line.uploadId);
				if (upload === undefined) break;
				this.objects.add(upload.key);
				upload.complete = {at: line.at, isAnswered: false};
				break;
			}
			case 'completed': {
				const complete = this.uploads.get(line.uploadId)?.complete;
				if (complete !== undefined) complete.isAnswered = true;
				break;
			}
		}
	}
}
