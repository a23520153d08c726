import type {ComponentType} from 'react';
import type {DialogKind} from '../../session/dialogs/dialog.js';
import {ConfirmAbort} from './abort/confirm-abort.js';
import {ConfirmEmptying, ConfirmMany, ConfirmResume} from './abort-run/confirm-many.js';
import {ShowRun} from './abort-run/run.js';
import {ShowAct} from './acts/act.js';
import {ShowActs} from './acts/acts.js';
import {ConfirmComplete} from './complete/confirm-complete.js';
import {ShowTest} from './connections/connection-test.js';
import type {DialogProps} from './dialog-props.js';
import {Form} from './forms/form.js';
import {ConfirmCloseAct, ShowPastAct} from './history/past-act.js';
import {ConfirmMakePublic, ConfirmReadMore, ConfirmRemove} from './menus/confirm.js';
import {CopyMenu, ShowText} from './menus/menus.js';

/** What draws each dialog. */
const views: {readonly [K in DialogKind]: ComponentType<DialogProps<K>>} = {
	complete: ConfirmComplete,
	abort: ConfirmAbort,
	'abort-many': ConfirmMany,
	'empty-bucket': ConfirmEmptying,
	run: ShowRun,
	'resume-run': ConfirmResume,
	act: ShowAct,
	acts: ShowActs,
	'make-public': ConfirmMakePublic,
	'past-act': ShowPastAct,
	'close-act': ConfirmCloseAct,
	'read-more': ConfirmReadMore,
	form: Form,
	test: ShowTest,
	'remove-connection': ConfirmRemove,
	copy: CopyMenu,
	text: ShowText,
};

/** The dialog over the screen. */
export function DialogView(props: DialogProps<DialogKind>) {
	const View = views[props.dialog.kind] as ComponentType<DialogProps<DialogKind>>;
	return <View {...props} />;
}
