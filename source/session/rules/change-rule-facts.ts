import type {DialogOf} from '../dialogs/dialog.js';

/** Whether there is something to agree to. */
export function canGoOn({request, plan, trouble}: DialogOf<'change-rule'>): boolean {
	if (trouble !== undefined) return false;
	return request.kind === 'put-back' || (plan !== undefined && plan.refusal === undefined);
}
