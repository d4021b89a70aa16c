// What the candidate's page knows of the paper (C19).
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { OpenPaper } from './paper.ts';

export type PaperView =
	/** `here`: the ciphertext lies on this device already. */
	| { readonly state: 'sealed'; readonly here: boolean }
	/** The start has passed, the key has not come. */
	| {
			readonly state: 'no-key';
			readonly since: Millis;
			readonly asking: boolean;
			readonly refused: ErrorCode | null;
	  }
	| { readonly state: 'open'; readonly paper: OpenPaper }
	| { readonly state: 'failed'; readonly code: ErrorCode };
