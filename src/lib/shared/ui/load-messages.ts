import type { Locale, Messages } from '../i18n.ts';

const LOADERS: Record<Locale, () => Promise<{ default: Messages }>> = {
	'zh-CN': () => import('#messages/zh-CN/index.ts'),
	en: () => import('#messages/en/index.ts')
};

/** One chunk per language; the other one is fetched only when somebody switches. */
export async function loadMessages(locale: Locale): Promise<Messages> {
	return (await LOADERS[locale]()).default;
}
