import {abortCases} from './abort-cases.js';
import {accessCases} from './access-cases.js';
import type {Case} from './cases.js';
import {completeCases} from './complete-cases.js';
import {keyCases} from './key-cases.js';
import {listingCases} from './listing-cases.js';
import {partsCases} from './parts-cases.js';

export const allCases: readonly Case[] = [
	...listingCases,
	...keyCases,
	...partsCases,
	...completeCases,
	...abortCases,
	...accessCases,
];
