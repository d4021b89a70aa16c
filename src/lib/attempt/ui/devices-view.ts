// Camera, microphone and screen as the candidate’s pages show them. Types of plain data.
import type { PictureTrouble } from '../../integrity/picture-health.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { FaceTrouble } from './room-view.ts';

export type PictureView =
	| { readonly state: 'off' }
	| { readonly state: 'opening' }
	| {
			readonly state: 'live';
			/** Keep it in `$state.raw`. */
			readonly stream: MediaStream;
			/** Since when it is being filmed; null is a preview and has no brackets. */
			readonly recordingSince: Millis | null;
			readonly trouble: PictureTrouble | FaceTrouble | null;
	  }
	| { readonly state: 'failed'; readonly code: ErrorCode }
	/** Recording is over, camera and screen are closed. */
	| { readonly state: 'ended' };

export interface MicrophoneView {
	/** `silent`: open, but nothing was heard for 5 s; `dead`: not even noise for 3 s. */
	readonly state: 'off' | 'live' | 'silent' | 'dead' | 'lost';
	/** 0 to 1, for the bar. */
	readonly level: number;
}

export type ScreenView =
	| { readonly state: 'off' }
	| { readonly state: 'choosing' }
	/** The whole screen, checked. */
	| { readonly state: 'shared' }
	| { readonly state: 'failed'; readonly code: ErrorCode };

export interface DeviceOption {
	readonly id: string;
	/** Empty before permission. */
	readonly label: string;
}

export interface DevicesView {
	readonly cameras: readonly DeviceOption[];
	readonly microphones: readonly DeviceOption[];
	readonly camera: string | null;
	readonly microphone: string | null;
	/** A switch or a refresh is under way. */
	readonly busy: boolean;
}
