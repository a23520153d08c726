import {holdToContract} from '../contract/contract.js';
import {realServer} from './server.js';

holdToContract(realServer, 'ceph-16');
