import {holdScreensToCompleting} from '../ui/completing-screens.js';
import {realServer} from './server.js';

holdScreensToCompleting(realServer, 'ceph-16');
