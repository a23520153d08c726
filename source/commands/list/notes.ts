import {heldCounts, makerOf} from '../../multipart/makers/makers.js';
import {factsOfService, listingRemark} from '../../multipart/services/service.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import {formatCount} from '../../multipart/text/units.js';
import type {Upload} from '../../multipart/upload.js';
import type {ListingRequest} from '../../operations/scan/listing-pages.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import type {Run} from '../base/command.js';

/** What is to be said of listings beside their rows: rows that name no upload or none that is real, and how the service lists. */
export class ListingNotes {
	#dropped = 0;
	#phantoms = 0;
	#firstPhantom: Upload | undefined;
	#tooLong = 0;
	/** Not counted for a pipe or a file: JSON and plain rows have it in each row. */
	readonly #heldBy: Record<string, number> = {};
	readonly #run: Run;
	/** Each with its version, where that is known. */
	#services = new Map<ServiceId, string | undefined>();

	constructor(run: Run) {
		this.#run = run;
	}

	readonly onAnswer: NonNullable<ListingRequest['onAnswer']> = ({dropped, service, version}) => {
		this.#dropped += dropped;
		if (service !== undefined) this.#services.set(service, version ?? this.#services.get(service));
	};

	/** Whether the services list every upload, as far as is known of them. */
	get isSure(): boolean {
		return [...this.#services].every(([service]) => !factsOfService(service).mayListTooFew);
	}

	see(upload: Upload): void {
		const maker = this.#run.stdout.isTerminal ? makerOf(upload.key) : undefined;
		if (maker !== undefined) this.#heldBy[maker.id] = (this.#heldBy[maker.id] ?? 0) + 1;
		if (upload.doubt === 'too-long') this.#tooLong++;
		if (upload.doubt !== 'part') return;
		this.#phantoms++;
		this.#firstPhantom ??= upload;
	}

	/** Takes the number of rows that were dropped since this was asked for last. */
	takeDropped(): number {
		const dropped = this.#dropped;
		this.#dropped = 0;
		return dropped;
	}

	async say(): Promise<void> {
		const run = this.#run;
		for (const [service, version] of this.#services) {
			// Everything is listed here, whatever the prefix, and chosen from.
			const remark = listingRemark(factsOfService(service, version), '');
			if (remark !== undefined) await run.say(remark);
		}
		const held = heldCounts(this.#heldBy);
		if (held.length > 0)
			await run.say(`${held.join(', ')}: kept open on purpose, and left out by abort.`);
		if (this.#firstPhantom !== undefined) {
			const {key, uploadId} = this.#firstPhantom;
			const [look, parts] = this.#phantoms === 1 ? ['looks', 'a part'] : ['look', 'parts'];
			await run.say(
				`! ${rows(this.#phantoms)} ${look} like ${parts} of another upload, and nothing is done to ${this.#phantoms === 1 ? 'it' : 'them'}: ${escapeForTerminal(key)} (${escapeForTerminal(uploadId)})${this.#phantoms === 1 ? '' : ' and others'}`,
			);
		}
		if (this.#tooLong > 0)
			await run.say(
				`! ${rows(this.#tooLong)} with a key or an upload id too long to be real: nothing is done to ${this.#tooLong === 1 ? 'it' : 'them'}.`,
			);
	}
}

function rows(count: number): string {
	return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`;
}
