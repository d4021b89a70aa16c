// Universal, so that messages travel as a cached chunk of the active language and not inside every page.
import { loadMessages } from '#lib/shared/ui/load-messages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ data }) => ({
	...data,
	messages: await loadMessages(data.locale)
});
