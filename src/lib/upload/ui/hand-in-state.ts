import type { ErrorCode } from '../../shared/errors.ts';

/** Saving what lies on this device into a file for later hand-in (C24). */
export type HandInState =
	| { readonly kind: 'idle' }
	| { readonly kind: 'preparing' }
	| { readonly kind: 'writing'; readonly done: number; readonly total: number }
	| {
			readonly kind: 'saved';
			readonly name: string;
			readonly bytes: number;
			/** Parts that this computer's storage did not give out whole; the rest is in the file. */
			readonly unreadable: number;
	  }
	| { readonly kind: 'failed'; readonly code: ErrorCode };
