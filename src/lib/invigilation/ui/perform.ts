// What a panel of acts is given by its page: sends one act, and has the page show the present state before it answers.
import { isRefused } from '../../shared/errors.ts';
import type { ActRequest } from '../act-form.ts';
import type { ActsView } from '../acts-view.ts';
import { performAct, readActs, type StaffAnswer } from '../browser/staff-api.ts';

export type Perform = (request: ActRequest) => Promise<StaffAnswer<unknown>>;

/** @param show the page takes these acts from now on */
export function performOn(attempt: string, show: (acts: ActsView) => void): Perform {
	return async (request) => {
		const answer = await performAct(attempt, request);
		// refused, perhaps because somebody else was there first: the page must not go on showing what was
		const after = !answer.ok && isRefused(answer.error) ? await readActs(attempt) : answer;
		if (after.ok) show(after.value);
		return answer;
	};
}
