import * as ground from './0001-ground.ts';
import * as wholeWay from './0002-whole-way.ts';
import * as lots from './0003-lots.ts';
import * as papers from './0004-papers.ts';
import * as handIn from './0005-hand-in.ts';
import * as access from './0007-access.ts';
import * as epoch from './0008-epoch.ts';
import * as evidence from './0009-evidence.ts';
import * as identity from './0010-identity.ts';
import * as presence from './0011-presence.ts';
import * as verify from './0012-verify.ts';
import * as deviceChecks from './0013-device-checks.ts';
import * as checkOpenings from './0014-check-openings.ts';
import * as invigilation from './0015-invigilation.ts';

/** In order of their names; never edit one that has landed. */
export const migrations = {
	'0001-ground': ground,
	'0002-whole-way': wholeWay,
	'0003-lots': lots,
	'0004-papers': papers,
	'0005-hand-in': handIn,
	'0007-access': access,
	'0008-epoch': epoch,
	'0009-evidence': evidence,
	'0010-identity': identity,
	'0011-presence': presence,
	'0012-verify': verify,
	'0013-device-checks': deviceChecks,
	'0014-check-openings': checkOpenings,
	'0015-invigilation': invigilation
};
