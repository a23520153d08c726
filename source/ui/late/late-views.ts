import {lateFile} from './late-file.js';

/** How dialogs are drawn, and the screens that the program does not begin with. */
export const lateViews = lateFile(() => import('./views.js'));
