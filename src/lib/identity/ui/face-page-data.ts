// What `/face` is loaded with: whose login this is, and where it stood when the page was made.
import { entryPath, type ExamFacts, type SittingFacts } from '../../exam/arrival.ts';
import type { Text } from '../../attempt/rules.ts';
import type { Millis } from '../../shared/clock.ts';
import type { FaceLogin } from '../wire.ts';

export interface FacePageData {
	readonly exam: Pick<ExamFacts, 'address' | 'title' | 'supportPhone'> & {
		readonly kind: SittingFacts['kind'];
		readonly sittingCode: string;
		/** Of the candidate's whole way, the login among them. */
		readonly steps: number;
	};
	/** Masked: the whole of it is nobody's in a photograph of the screen. */
	readonly admission: string;
	readonly state: FaceLogin['state'];
	readonly refusals: number;
	/** `at`: when it was agreed to; null before. */
	readonly consent: { readonly text: Text; readonly version: string; readonly at: Millis | null };
	/** Server time at which the page was made. */
	readonly now: Millis;
}

/** C7: the equal second way, of the same exam. */
export const accountWay = (exam: Pick<ExamFacts, 'address'>): string =>
	`${entryPath(exam)}?login=account`;
