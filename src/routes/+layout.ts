// Universal, so that messages travel as a cached chunk of the active language and not inside every page.
import { loadMessages } from '#lib/shared/ui/load-messages.ts';
import type { LayoutLoad } from './$types';

const PHONE = '/evidence';

export const load: LayoutLoad = async ({ data, route }) => {
	const set = route.id === PHONE ? 'phone' : 'all';
	return { ...data, set, messages: await loadMessages(data.locale, set) } as const;
};
