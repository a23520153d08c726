/** What commands and the app load once somebody asks for rules: import it late, and the types from `types.ts`. */
export {RulesAudit} from '../../multipart/rules/rules-audit.js';
export {changeRules} from './change-rules.js';
export {listAll} from './list-all.js';
export {planRule} from './plan-rule.js';
export {planPutBack, putBack} from './put-back.js';
export {readRules} from './read-rules.js';
