// Messages by key, in two languages. Files: messages/<locale>/<area>.json; a test proves that both are complete.
import type zh from '#messages/zh-CN/index.ts';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = 'zh-CN';
export const LOCALE_COOKIE = 'locale';

export type MessageKey = keyof typeof zh;
export type Messages = Readonly<Record<MessageKey, string>>;
export type Params = Readonly<Record<string, string | number>>;

export const isLocale = (value: unknown): value is Locale => LOCALES.some((one) => one === value);

export type Translate = (key: MessageKey, params?: Params) => string;

/** `{name}` in a message is replaced by the parameter of that name. */
export function translator(messages: Messages): Translate {
	return (key, params = {}) =>
		messages[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
