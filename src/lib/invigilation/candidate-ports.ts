// What the page of one candidate needs of the world (I2).
import type { PictureTrack } from '../live/staff-wire.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';
import type { CandidateView } from './candidate-view.ts';
import type { FetchedPicture } from './tile-picture.ts';

/** A picture that lies beside an incident, by its key, as an address of its bytes. */
export type Thumbnails = Readonly<Record<string, string>>;

/** Of one attempt. Every failure is a code. */
export interface CandidateApi {
	/** @param after the last line of the log that is known; −1 = none */
	view(after: number): Promise<Result<CandidateView, ErrorCode>>;
	/** The last small picture; null = there is none. */
	picture(track: PictureTrack): Promise<Result<FetchedPicture | null, 'failed'>>;
	/** A look at faces, and on record: never called but by somebody's press. */
	thumbnails(): Promise<Result<Thumbnails, ErrorCode>>;
	/** I1. @returns why it was not recorded; null = it was */
	watch(view: CandidateView, watched: boolean): Promise<ErrorCode | null>;
}
