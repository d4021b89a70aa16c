// What the attempt’s address may show as a whole: the room, or why there is none. Types of plain data.
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { HandInState } from '../../upload/ui/hand-in-state.ts';
import type { RoomView } from './room-view.ts';
import type { UploadView } from './upload-view.ts';

/** Everything the attempt's address may show. */
export type PageView =
	| { readonly kind: 'connecting' }
	/** C8: the attempt is open on another device; this one has asked and waits. */
	| { readonly kind: 'asking'; readonly asking: AskingView }
	/** What this browser lacks (C2: capability decides, not the browser's name). */
	| { readonly kind: 'unsupported'; readonly missing: readonly Capability[] }
	/** The attempt is open in another tab of this browser. */
	| { readonly kind: 'second-tab' }
	/** C8: it goes on at another device; what lies here still goes up. `upload` is null when nothing lies here. */
	| {
			readonly kind: 'taken-over';
			readonly at: Millis | null;
			readonly upload: UploadView | null;
			readonly handIn: HandInState | null;
			/** The interview is not over: it may be asked for again from here. */
			readonly mayContinue: boolean;
	  }
	/** Nothing can go on without a person. */
	| { readonly kind: 'failed'; readonly code: ErrorCode; readonly supportPhone: string | null }
	| { readonly kind: 'room'; readonly room: RoomView };

export const CAPABILITIES = [
	'secure-context',
	'camera',
	'screen-share',
	'recorder',
	'storage',
	'locks'
] as const;
export type Capability = (typeof CAPABILITIES)[number];

export interface AskingView {
	/** `device`: the first device must confirm; `staff`: an invigilator must; it may also fall silent for 30 s. */
	readonly needs: 'device' | 'staff';
	readonly since: Millis;
	readonly refused: boolean;
	readonly supportPhone: string | null;
}
