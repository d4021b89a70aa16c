// What the page of the face login shows: plain data in, callbacks out. `face-login.svelte.ts` makes it, the components
// draw it and know nothing else.
import type { FaceFault } from '../../attempt/events.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { FaceInstruction, FaceLine } from '../face-instructions.ts';
import type { FaceStep } from '../face-steps.ts';

export { FACE_INSTRUCTIONS, type FaceInstruction, type FaceLine } from '../face-instructions.ts';

export type FaceLoginView =
	/** Camera and model are being opened; `part` of the model that has come, 0 to 1, null where that is not known. */
	| { readonly kind: 'opening'; readonly part: number | null }
	| {
			readonly kind: 'live';
			/** To be shown mirrored. */
			readonly stream: MediaStream;
			readonly instruction: FaceInstruction;
			readonly lines: readonly FaceLine[];
			/** Those that are done, then the present one; what comes after it nobody knows. */
			readonly steps: readonly FaceStep[];
			readonly stepsInAll: number;
			/** Of the present step, 0 to 1: the ring around the oval. */
			readonly progress: number;
	  }
	/** All frames are with the server. */
	| { readonly kind: 'checking'; readonly stream: MediaStream | null }
	| { readonly kind: 'refused'; readonly fault: FaceFault; readonly triesLeft: number }
	/** A person must look; `blocked`: after three refusals. */
	| { readonly kind: 'waiting'; readonly blocked: boolean }
	| { readonly kind: 'in' }
	/** Camera refused or missing, no network, no model, expired: words of `error.<code>`. */
	| { readonly kind: 'failed'; readonly code: ErrorCode; readonly mayRetry: boolean };

export interface FaceLoginActions {
	/** Also after a refusal: a new check. */
	begin(): void;
	close(): void;
}
