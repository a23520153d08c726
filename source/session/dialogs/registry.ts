import {emptyBucketDialog} from '../abort-run/empty-dialog.js';
import {abortManyDialog} from '../abort-run/many-dialog.js';
import {resumeRunDialog} from '../abort-run/resume-dialog.js';
import {runDialog} from '../abort-run/run-dialog.js';
import {abortDialog} from '../acts/abort-dialog.js';
import {actDialog} from '../acts/act-dialog.js';
import {actsDialog} from '../acts/acts-dialog.js';
import {completeDialog} from '../acts/complete-dialog.js';
import {makePublicDialog} from '../acts/make-public.js';
import {measureAllDialog} from '../buckets/measuring.js';
import {testDialog} from '../connections/connection-tests.js';
import {removeDialog} from '../connections/remove-connection.js';
import {closeActDialog} from '../history/close-act.js';
import {pastActDialog} from '../history/past-act.js';
import {rescueActDialog} from '../rescue/act-dialog.js';
import {rescueDialog} from '../rescue/confirm-dialog.js';
import {rescueFileDialog} from '../rescue/file-dialog.js';
import {changeRuleDialog} from '../rules/change-rule.js';
import {ruleDialog} from '../rules/rule-dialog.js';
import {rulesActDialog} from '../rules/rules-act.js';
import {readMoreDialog} from '../uploads/read-more.js';
import {rollUpDialog} from '../uploads/tree/roll-up-dialog.js';
import {copyDialog} from './copy.js';
import type {Dialog, DialogKind, DialogOf} from './dialog.js';
import {discardDialog} from './discard.js';
import {formDialog} from './form-dialog.js';
import type {DialogRecord} from './record.js';
import {textDialog} from './text.js';

/** Every dialog of the program, once. */
export const dialogRecords: {readonly [K in DialogKind]: DialogRecord<DialogOf<K>>} = {
	complete: completeDialog,
	abort: abortDialog,
	'abort-many': abortManyDialog,
	'empty-bucket': emptyBucketDialog,
	'change-rule': changeRuleDialog,
	'rules-act': rulesActDialog,
	run: runDialog,
	'resume-run': resumeRunDialog,
	act: actDialog,
	acts: actsDialog,
	'make-public': makePublicDialog,
	'past-act': pastActDialog,
	'close-act': closeActDialog,
	'read-more': readMoreDialog,
	'measure-all': measureAllDialog,
	'roll-up': rollUpDialog,
	form: formDialog,
	discard: discardDialog,
	test: testDialog,
	'remove-connection': removeDialog,
	copy: copyDialog,
	text: textDialog,
	rescue: rescueDialog,
	'rescue-file': rescueFileDialog,
	'rescue-act': rescueActDialog,
	rule: ruleDialog,
};

/** What is known of the kind of a dialog. */
export function recordOf<D extends Dialog>({kind}: D): DialogRecord<D> {
	// The compiler does not see that the kind and the record go together.
	return dialogRecords[kind] as unknown as DialogRecord<D>;
}
