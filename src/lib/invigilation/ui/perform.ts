// What a panel of acts is given by its page: sends one act, and has the page show the present state before it answers.
import { isRefused } from '../../shared/errors.ts';
import type { ActRequest } from '../act-form.ts';
import { performAct, type StaffAnswer } from '../browser/staff-api.ts';

export type Perform = (request: ActRequest) => Promise<StaffAnswer<unknown>>;

/** @param readAgain the page shows what is so now: the lines with the numbers, or a second press settles what nobody has read */
export function performOn(
	attempt: string,
	readAgain: () => Promise<void>,
	act: (attempt: string, request: ActRequest) => ReturnType<Perform> = performAct
): Perform {
	return async (request) => {
		const answer = await act(attempt, request);
		// refused, perhaps because somebody else was there first: the page must not go on showing what was
		if (answer.ok || isRefused(answer.error)) await readAgain();
		return answer;
	};
}
