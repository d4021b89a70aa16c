import acts from './acts.json' with { type: 'json' };
import chat from './chat.json' with { type: 'json' };
import desk from './desk.json' with { type: 'json' };
import live from './live.json' with { type: 'json' };
import wall from './wall.json' with { type: 'json' };
import access from './access.json' with { type: 'json' };
import arriving from './arriving.json' with { type: 'json' };
import candidate from './candidate.json' with { type: 'json' };
import check from './check.json' with { type: 'json' };
import common from './common.json' with { type: 'json' };
import errors from './errors.json' with { type: 'json' };
import errorsNotOnPhones from './errors-not-on-phones.json' with { type: 'json' };
import evidence from './evidence.json' with { type: 'json' };
import handIn from './hand-in.json' with { type: 'json' };
import identity from './identity.json' with { type: 'json' };
import integrity from './integrity.json' with { type: 'json' };
import lot from './lot.json' with { type: 'json' };
import paper from './paper.json' with { type: 'json' };
import phoneDesk from './phone-desk.json' with { type: 'json' };
import preparing from './preparing.json' with { type: 'json' };
import staff from './staff.json' with { type: 'json' };
import timecode from './timecode.json' with { type: 'json' };
import verify from './verify.json' with { type: 'json' };

export default {
	...access,
	...acts,
	...chat,
	...desk,
	...live,
	...wall,
	...arriving,
	...candidate,
	...check,
	...common,
	...errors,
	...errorsNotOnPhones,
	...evidence,
	...handIn,
	...identity,
	...integrity,
	...lot,
	...paper,
	...phoneDesk,
	...preparing,
	...staff,
	...timecode,
	...verify
};
