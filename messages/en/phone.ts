// What the phone's pages need (P2); errors that no route of a phone's answers with are left out; scripts/lib/phone-messages.test.ts proves that nothing is missing.
import common from './common.json' with { type: 'json' };
import errors from './errors.json' with { type: 'json' };
import evidence from './evidence.json' with { type: 'json' };

export default { ...common, ...errors, ...evidence };
