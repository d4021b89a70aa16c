// Looks that are on record already (one-look.ts), as far as this process knows: what could not be recorded is told to all who
// wait for it, so that nothing is shown.
import type { Clock } from '../../shared/clock.ts';
import { remember, type Remembered } from '../../shared/remembered.ts';
import { ONE_LOOK_MS } from './one-look.ts';

const MOST = 5000;

export const rememberLooks = (clock: Clock): Remembered<void> =>
	remember({ clock, forMs: ONE_LOOK_MS, most: MOST });
