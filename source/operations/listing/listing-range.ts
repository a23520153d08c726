import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import type {ListingEnd, UploadsMarker, UploadsPage} from '../../s3/gateway/gateway.js';
import {followPages} from '../../s3/gateway/pages.js';

/** Asks for one page, however busy the service is. */
export type AskPage = (after: UploadsMarker | undefined) => Promise<UploadsPage>;

/** What is new on a page, and all that the service said with it. */
export type ListedPage = {readonly uploads: readonly Upload[]; readonly answer: UploadsPage};

/** A stretch of a listing, read one page after the other. What came and was not taken waits in it. */
export class ListingRange {
	/** Behind this place it starts; undefined at the start of the listing. */
	readonly from: UploadsMarker | undefined;
	/** Where its next page starts. */
	after: UploadsMarker | undefined;
	readonly waiting: ListedPage[] = [];
	/** A page that may reach into the next range, which is not known yet. */
	held: ListedPage | undefined;
	/** How it ended: by itself, or where it met the next range. */
	end: ListingEnd | 'joined' | undefined;
	/** What was behind the place where it met the next range. */
	rest: readonly Upload[] = [];
	isAsking = false;
	/** Another range reads on in its place. */
	isDropped = false;
	pages = 0;
	rows = 0;
	first: Upload | undefined;
	/** Of its last page with rows. */
	recent: readonly Upload[] = [];
	/** What its first page held: where the range before it meets one of these, nothing is between them. */
	#anchors: Set<string> | undefined;
	#pages: AsyncGenerator<readonly Upload[], ListingEnd> | undefined;
	/** How the service ended it. */
	#end: ListingEnd | undefined;
	#answer: UploadsPage | undefined;

	constructor(from?: UploadsMarker) {
		this.from = from;
		this.after = from;
	}

	/** The next page; undefined at its own end, which `end` then says. On a failure it can be asked for again. */
	async ask(ask: AskPage): Promise<ListedPage | undefined> {
		if (this.#end !== undefined) {
			this.end = this.#end;
			return undefined;
		}
		this.#pages ??= followPages(async after => {
			this.#answer = await ask(after);
			return this.#answer;
		}, this.after);
		try {
			const {done, value} = await this.#pages.next();
			const answer = this.#answer;
			if (done) this.#end = value;
			this.end = this.#end;
			if (done || answer === undefined) return undefined;
			this.after = answer.next ?? answer.behind;
			if (this.after === undefined) {
				// No request more: it says how it ended.
				const end = await this.#pages.next();
				if (end.done) this.#end = end.value;
				this.end = this.#end;
			}
			this.#note(answer.uploads);
			return {uploads: value, answer};
		} catch (error) {
			this.#pages = undefined;
			throw error;
		}
	}

	/** The first of these that its first page held; -1 where there is none. */
	meetsAt(uploads: readonly Upload[]): number {
		return uploads.findIndex(upload => this.#anchors?.has(uploadIdentity(upload)));
	}

	/** The range before it has come to it. */
	forgetAnchors(): void {
		this.#anchors = undefined;
	}

	#note(uploads: readonly Upload[]): void {
		this.pages++;
		this.rows += uploads.length;
		if (uploads.length > 0) this.recent = uploads;
		if (this.first !== undefined) return;
		this.first = uploads[0];
		if (this.from !== undefined) this.#anchors = new Set(uploads.map(uploadIdentity));
	}
}
