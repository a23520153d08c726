import {holdToCompleting} from '../operations/completing-cases.js';
import {realServer} from './server.js';

holdToCompleting(realServer, 'ceph-16');
