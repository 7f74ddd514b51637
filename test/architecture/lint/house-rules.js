import { pureRule } from './pure-rule.js';
import { roomsRule } from './rooms-rule.js';

/** The lint rules of this house that no published plugin has. Loaded by `.oxlintrc.json`. */
export default { meta: { name: 'house' }, rules: { rooms: roomsRule, pure: pureRule } };
