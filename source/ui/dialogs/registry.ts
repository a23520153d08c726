import type {Dialog, DialogKind} from '../../session/dialogs/dialog.js';
import {abortView} from './abort/confirm-abort.js';
import {emptyBucketView, resumeView} from './abort-run/confirm-empty.js';
import {manyView} from './abort-run/confirm-many.js';
import {runView} from './abort-run/run.js';
import {actView} from './acts/act.js';
import {actsView} from './acts/acts.js';
import {completeView} from './complete/confirm-complete.js';
import {testView} from './connections/connection-test.js';
import type {DialogView} from './dialog-view.js';
import {formView} from './forms/form.js';
import {closeActView, pastActView} from './history/past-act.js';
import {
	discardView,
	makePublicView,
	measureAllView,
	readMoreView,
	removeView,
} from './menus/confirm.js';
import {copyView, rollUpView, textView} from './menus/menus.js';
import {rescueActView} from './rescue/act.js';
import {rescueView} from './rescue/confirm.js';
import {rescueFileView} from './rescue/file.js';
import {changeRuleView} from './rules/change-rule.js';
import {ruleView} from './rules/rule.js';
import {rulesActView} from './rules/rules-act.js';

/** How each dialog is drawn. */
const views: {readonly [K in DialogKind]: DialogView<K>} = {
	complete: completeView,
	abort: abortView,
	'abort-many': manyView,
	'empty-bucket': emptyBucketView,
	'change-rule': changeRuleView,
	'rules-act': rulesActView,
	rule: ruleView,
	run: runView,
	'resume-run': resumeView,
	act: actView,
	acts: actsView,
	'make-public': makePublicView,
	'past-act': pastActView,
	'close-act': closeActView,
	'read-more': readMoreView,
	'measure-all': measureAllView,
	'roll-up': rollUpView,
	form: formView,
	discard: discardView,
	test: testView,
	'remove-connection': removeView,
	copy: copyView,
	text: textView,
	rescue: rescueView,
	'rescue-file': rescueFileView,
	'rescue-act': rescueActView,
};

/** How a dialog is drawn. */
export function dialogViewOf({kind}: Dialog): DialogView<DialogKind> {
	return views[kind] as unknown as DialogView<DialogKind>;
}
