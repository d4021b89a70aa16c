import type { Locale, Messages } from '../i18n.ts';

/** `phone`: what its pages can name, which is proven, and no more: it is to be light (P2). */
export type MessageSet = 'all' | 'phone';

const LOADERS: Record<MessageSet, Record<Locale, () => Promise<{ default: object }>>> = {
	all: {
		'zh-CN': () => import('#messages/zh-CN/index.ts'),
		en: () => import('#messages/en/index.ts')
	},
	phone: {
		'zh-CN': () => import('#messages/zh-CN/phone.ts'),
		en: () => import('#messages/en/phone.ts')
	}
};

/** One chunk per language and set; the other language is fetched only when somebody switches. */
export async function loadMessages(locale: Locale, set: MessageSet = 'all'): Promise<Messages> {
	return (await LOADERS[set][locale]()).default as Messages;
}
