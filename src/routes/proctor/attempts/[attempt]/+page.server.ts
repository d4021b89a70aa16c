import { error } from '@sveltejs/kit';
import { may } from '#lib/accounts/permissions.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import {
	ActFormSchema,
	AllowEntryFormSchema,
	AnswerRequestFormSchema,
	GrantTimeFormSchema
} from '#lib/invigilation/act-form.ts';
import { deskPermission } from '#lib/invigilation/candidate-view-of.ts';
import { FROM_THE_FIRST } from '#lib/invigilation/desk-request.ts';
import { actFromForm } from '#lib/invigilation/server/kit-acts.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

const MINUTE_MS = 60_000;

/** Opening it is no look at the recording: pictures, films and faces go on record where they are opened. */
export const load: PageServerLoad = async (event) => {
	const { candidateDesks, places } = getApp();
	const { attempt } = event.params;
	const place = await places.attempt(attempt);
	const { person } = event.locals;
	const needed = deskPermission(person, place);
	if (place && person && !may(person, needed, place) && may(person, 'desk.use', place)) {
		const code = 'access.denied';
		const candidate = await candidateDesks.candidateOf(attempt);
		return error(ERRORS[code].status, code, { code, instead: `/desk/${candidate ?? ''}` });
	}
	const desk = await candidateDesks.read(
		attempt,
		requireAccessTo(event, needed, place),
		FROM_THE_FIRST
	);
	if (desk.ok) return { desk: desk.value };
	const { code } = desk.error;
	return error(ERRORS[code].status, code, { code });
};
export const actions: Actions = {
	allowEntry: (event) =>
		actFromForm(event, 'allow-entry', AllowEntryFormSchema, ({ candidate }, act, actor) =>
			getApp().acts.allowEntry(candidate, act, actor)
		),
	answerRequest: (event) =>
		actFromForm(event, 'answer-request', AnswerRequestFormSchema, (form, act, actor) => {
			const answer = { request: form.request, granted: form.answer === 'grant' };
			return getApp().acts.answerRequest(event.params.attempt, answer, act, actor);
		}),
	waivePhone: (event) =>
		actFromForm(event, 'waive-phone', ActFormSchema, (_form, act, actor) =>
			getApp().acts.waivePhone(event.params.attempt, act, actor)
		),
	grantTime: (event) =>
		actFromForm(event, 'grant-time', GrantTimeFormSchema, ({ minutes }, act, actor) =>
			getApp().acts.grantTime(event.params.attempt, minutes * MINUTE_MS, act, actor)
		),
	end: (event) =>
		actFromForm(event, 'end', ActFormSchema, (_form, act, actor) =>
			getApp().acts.endAttempt(event.params.attempt, act, actor)
		),
	declareLost: (event) =>
		actFromForm(event, 'declare-lost', ActFormSchema, (_form, act, actor) =>
			getApp().acts.declareLost(event.params.attempt, act, actor)
		)
};
