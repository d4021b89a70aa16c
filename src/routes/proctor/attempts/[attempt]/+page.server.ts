import { error } from '@sveltejs/kit';
import { may } from '#lib/accounts/permissions.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import {
	ActFormSchema,
	AllowEntryFormSchema,
	AnswerRequestFormSchema,
	GrantTimeFormSchema
} from '#lib/invigilation/act-form.ts';
import { actFromForm } from '#lib/invigilation/server/kit-acts.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

const MINUTE_MS = 60_000;

/** Whoever may act but not look (an administrator) has the acts alone. */
export const load: PageServerLoad = async (event) => {
	const { places, reviews } = getApp();
	const place = await places.attempt(event.params.attempt);
	const { person } = event.locals;
	if (place && may(person, 'attempt.act', place) && !may(person, 'recording.view', place))
		return { review: null };
	const looker = requireAccessTo(event, 'recording.view', place);
	const opened = await reviews.open(event.params.attempt, {
		person: looker,
		address: event.getClientAddress()
	});
	if (opened.ok) return { review: opened.value };
	const { code } = opened.error;
	return error(ERRORS[code].status, { message: code, code });
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
