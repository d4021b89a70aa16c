// What the phone's pages need (P2); scripts/lib/phone-messages.test.ts proves that nothing is missing.
import common from './common.json' with { type: 'json' };
import errors from './errors.json' with { type: 'json' };
import evidence from './evidence.json' with { type: 'json' };

export default { ...common, ...errors, ...evidence };
