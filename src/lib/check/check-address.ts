// The address of the device check: for which exam, and where it leads back to. Pure.
import { entryPath } from '../exam/arrival.ts';

const CHECK = '/check';
const EXAM = 'exam';
const FROM = 'from';
const INTERVIEW = 'interview';

export interface CameFrom {
	/** Address of the exam whose needs count; null = none is named. */
	readonly exam: string | null;
	/** From the attempt, not from the entry. */
	readonly interview: boolean;
}

export function checkPath({ exam, interview }: CameFrom): string {
	const query = new URLSearchParams();
	if (exam !== null) query.set(EXAM, exam);
	if (interview) query.set(FROM, INTERVIEW);
	const text = query.toString();
	return text === '' ? CHECK : `${CHECK}?${text}`;
}

/** Whatever an address says, it leads back to a page of ours. */
export const cameFrom = (query: URLSearchParams): CameFrom => ({
	exam: query.get(EXAM),
	interview: query.get(FROM) === INTERVIEW
});

export function backPath({ exam, interview }: CameFrom): string {
	if (interview) return `/${INTERVIEW}`;
	return exam === null ? '/' : entryPath({ address: exam });
}
