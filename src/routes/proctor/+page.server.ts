import { requireAnywhereTo } from '#lib/accounts/server/kit-access.ts';
import { AllowEntryFormSchema } from '#lib/invigilation/act-form.ts';
import { actFromForm } from '#lib/invigilation/server/kit-acts.ts';
import { getApp } from '#lib/server/app.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const person = requireAnywhereTo(event, 'room.view');
	return { list: await getApp().roomList.read(person, event.url.searchParams.get('sitting')) };
};

export const actions: Actions = {
	/** C9: for a candidate without an attempt, who has no page of their own yet. */
	allowEntry: (event) =>
		actFromForm(event, 'allow-entry', AllowEntryFormSchema, ({ candidate }, act, actor) =>
			getApp().acts.allowEntry(candidate, act, actor)
		)
};
