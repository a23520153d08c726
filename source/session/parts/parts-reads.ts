import type {Action} from '../core/action.js';
import type {EffectHandlers, EffectOf} from '../core/effect.js';
import {LatestRead} from '../core/latest-read.js';
import type {ReadsContext, ScreenReads} from '../core/screen-reads.js';
import type {PartsScreen} from '../core/state.js';
import {notFoundTrouble} from '../core/trouble.js';

/** Reads the parts of one upload, and writes and reads files of them. */
export class PartsReads implements ScreenReads {
	readonly #context: ReadsContext;
	readonly #parts: LatestRead;

	constructor({id}: PartsScreen, context: ReadsContext) {
		this.#context = context;
		this.#parts = new LatestRead(id, context.dispatch);
	}

	readonly handlers = {
		'load-parts': effect => this.#load(effect),
		'export-parts': ({path, plan}) => this.#withFile(files => files.exportParts(path, plan)),
		'import-parts': ({screen, path, plan}) =>
			this.#withFile(files => files.importParts(screen, path, plan)),
	} satisfies Partial<EffectHandlers>;

	#withFile(work: (files: typeof import('./parts-files.js')) => Promise<Action>): void {
		void import('./parts-files.js').then(work).then(this.#context.dispatch);
	}

	stop(): void {
		this.#parts.stop();
	}

	dispose(): void {
		this.stop();
	}

	#load({screen, target, upload}: EffectOf<'load-parts'>): void {
		const gateway = this.#context.gateway();
		const {thresholds} = this.#context.connection() ?? {};
		this.#parts.start(async signal => {
			const {prepareCompletion} = await import('../../operations/complete/complete.js');
			const {isNotFound} = await import('../../operations/scan/listed-here.js');
			const of = {...upload, bucket: target.bucket};
			try {
				const plan = await prepareCompletion(gateway, of, signal, {thresholds});
				return {type: 'parts-loaded', screen, plan};
			} catch (error) {
				if (!(await isNotFound(gateway, target, error, signal))) throw error;
				return {type: 'failed', screen, trouble: notFoundTrouble};
			}
		});
	}
}
