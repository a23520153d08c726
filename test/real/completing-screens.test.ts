import {holdScreensToCompleting} from '../ui/dialogs/complete/completing-screens.js';
import {realServer} from './server.js';

holdScreensToCompleting(realServer, 'ceph-16');
