import type { State } from '../../shared/ui/states.ts';
import type { Finding } from '../fault.ts';

export const STATE_OF = { right: 'ok', wrong: 'danger', open: 'idle' } as const satisfies Record<
	Finding,
	State
>;

/** More are counted; whoever looks for a mistake needs the first ones. */
export const SHOWN_FAULTS = 100;
