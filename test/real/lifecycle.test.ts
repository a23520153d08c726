import {holdToLifecycle} from '../s3/lifecycle-cases.js';
import {realServer} from './server.js';

holdToLifecycle(realServer);
