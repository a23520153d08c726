import {holdToLifecycle} from '../s3/gateway/lifecycle-cases.js';
import {realServer} from './server.js';

holdToLifecycle(realServer);
