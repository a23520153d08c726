import {holdToCompleting} from '../operations/complete/completing-cases.js';
import {realServer} from './server.js';

holdToCompleting(realServer, 'ceph-16');
