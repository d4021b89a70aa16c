import access from './access.json' with { type: 'json' };
import candidate from './candidate.json' with { type: 'json' };
import common from './common.json' with { type: 'json' };
import errors from './errors.json' with { type: 'json' };
import staff from './staff.json' with { type: 'json' };

export default { ...common, ...errors, ...access, ...candidate, ...staff };
