// What the device check's page shows: plain data in, callbacks out. Times are absolute server ms.
import type { ErrorCode } from '../../shared/errors.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ConnectionView } from '../../shared/ui/states.ts';
import type { CheckedDevice, CheckFacts } from '../facts.ts';
import type { LineStand } from '../lines.ts';
import type { CheckNeeds } from '../needs.ts';
import type { TestStep } from '../ports.ts';

export interface CheckView {
	readonly now: Millis;
	readonly connection: ConnectionView;
	readonly device: CheckedDevice;
	readonly facts: CheckFacts;
	readonly needs: CheckNeeds;
	/** As they are shown, from the top. */
	readonly lines: readonly LineStand[];
	/** The candidate has begun; before, nothing is asked of anybody. */
	readonly started: boolean;
	/** All of it is being measured. */
	readonly measuring: boolean;
	/** 0 to 1 while the upload is measured. */
	readonly uploadShare: number | null;
	readonly picture:
		| { readonly state: 'off' | 'opening' }
		| { readonly state: 'live'; readonly stream: MediaStream }
		| { readonly state: 'failed'; readonly code: ErrorCode };
	/** 0 to 1; null = no microphone is open. */
	readonly level: number | null;
	readonly test: TestView;
	/** The test tone is being played. */
	readonly sounding: boolean;
	/** The test tone was played to its end: the candidate is asked. */
	readonly sounded: boolean;
	readonly mayCountScreens: boolean;
	/** The last check that this browser keeps. */
	readonly kept: { readonly code: string; readonly at: Millis } | null;
	/** The room's list: what is ticked. */
	readonly ticked: readonly string[];
}

export type TestView =
	| { readonly state: 'idle' }
	/** `share` 0 to 1 of this step. */
	| { readonly state: 'running'; readonly step: TestStep; readonly share: number }
	| { readonly state: 'playing'; readonly url: string };

export interface CheckActions {
	/** Opens camera and microphone and measures all that asks nothing more; again, all anew. */
	measure(): void;
	record(): void;
	closeRecording(): void;
	playTone(): void;
	answerTone(heard: boolean): void;
	tryFullScreen(): void;
	countScreens(): void;
	tick(name: string, ticked: boolean): void;
}

/** What the page says of an exam; null where none is named. */
export interface CheckedExam {
	readonly title: string;
	readonly kind: 'mock' | 'formal' | null;
	readonly sittingCode: string | null;
	readonly supportPhone: string;
	/** When its login opens, where that is still to come. */
	readonly loginOpensAt: Millis | null;
}

export const ROOM_TICKS = ['alone', 'desk', 'light', 'door', 'power'] as const;
