import {uploadIdentity} from '../../multipart/upload.js';

type Named = {readonly key: string; readonly uploadId: string};

/** What a page holds: by the upload ids, which are one key's nearly always, so that no text is made of both for each row. */
export class PageRows {
	readonly #keys = new Map<string, string>();
	readonly #others = new Set<string>();

	constructor(uploads: readonly Named[] = []) {
		for (const upload of uploads) this.add(upload);
	}

	add(upload: Named): void {
		const {key, uploadId} = upload;
		const known = this.#keys.get(uploadId);
		if (known === undefined) this.#keys.set(uploadId, key);
		else if (known !== key) this.#others.add(uploadIdentity(upload));
	}

	has(upload: Named): boolean {
		const key = this.#keys.get(upload.uploadId);
		if (key === undefined) return false;
		return key === upload.key || this.#others.has(uploadIdentity(upload));
	}
}
