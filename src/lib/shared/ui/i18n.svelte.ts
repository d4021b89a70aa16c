// The page's language: messages, numbers and times of day in the browser's zone. Switching swaps the messages in
// place, because nothing reloads during an attempt (C3). Only the language in use is ever loaded.
import { createContext } from 'svelte';
import type { Millis } from '../clock.ts';
import { lengthParts, remainingUnits } from '../duration.ts';
import { errorMessageKey, type ErrorCode } from '../errors.ts';
import {
	LOCALE_COOKIE,
	translator,
	type Locale,
	type MessageKey,
	type Messages,
	type Params
} from '../i18n.ts';
import { loadMessages, type MessageSet } from './load-messages.ts';

export interface Language {
	readonly locale: Locale;
	readonly messages: Messages;
	/** Which messages these are; the other language's are the same. */
	readonly set?: MessageSet;
}

const YEAR_S = 365 * 24 * 60 * 60;
const BYTES_PER_MB = 1_000_000;
const BITS_PER_MEGABIT = 1_000_000;

export class I18n {
	readonly #given: () => Language;
	#chosen: Language | null = $state.raw(null);
	readonly #language: Language = $derived.by(() => this.#chosen ?? this.#given());
	readonly #translate = $derived.by(() => translator(this.#language.messages));
	readonly #time = $derived.by(() => timeFormat(this.locale, { second: '2-digit' }));
	readonly #minute = $derived.by(() => timeFormat(this.locale));
	readonly #date = $derived.by(() => dateFormat(this.locale));
	readonly #day = $derived.by(() => dayFormat(this.locale));

	/** @param given the language that the page was loaded with */
	constructor(given: () => Language) {
		this.#given = given;
	}

	get locale(): Locale {
		return this.#language.locale;
	}

	readonly t = (key: MessageKey, params?: Params): string => this.#translate(key, params);

	readonly error = (code: ErrorCode, params?: Params): string =>
		this.t(errorMessageKey(code), params);

	/** `09:02:48` */
	readonly time = (at: Millis): string => this.#time.format(at);

	/** `09:02` */
	readonly minute = (at: Millis): string => this.#minute.format(at);

	/** `2026年11月28日星期六` */
	readonly day = (at: Millis): string => this.#day.format(at);
	/** `2026/11/28` */
	readonly date = (at: Millis): string => this.#date.format(at);

	/** `2026/11/28 09:18:44`, as the language writes it */
	readonly dateTime = (at: Millis): string => `${this.date(at)} ${this.time(at)}`;

	/** `23 分 58 秒` */
	readonly length = (ms: number): string => {
		const { minutes, seconds } = lengthParts(ms);
		return this.t('time.minutes-seconds', { minutes, seconds: String(seconds).padStart(2, '0') });
	};

	/** Time left until `end`, as the page's countdown says it: `42 分 8 秒`, `3 天 4 小时` */
	readonly left = (end: Millis, now: Millis): string =>
		remainingUnits(end, now)
			.map(([unit, value]) => `${String(value)} ${this.t(`countdown.${unit}`)}`)
			.join(' ');

	readonly number = (value: number, digits = 0): string =>
		new Intl.NumberFormat(this.locale, {
			minimumFractionDigits: digits,
			maximumFractionDigits: digits
		}).format(value);

	/** Megabytes with one decimal, without the unit. */
	readonly megabytes = (bytes: number): string => this.number(bytes / BYTES_PER_MB, 1);

	readonly megabits = (bytesPerSecond: number): string =>
		this.number((bytesPerSecond * 8) / BITS_PER_MEGABIT, 1);

	/** One after another: Chinese needs no space between them. */
	readonly sentences = (...texts: readonly string[]): string =>
		texts.join(this.locale === 'zh-CN' ? '' : ' ');

	readonly list = (items: readonly string[]): string => items.join(this.t('list.separator'));

	/** Fetches the other messages first: a page is never half in one language. */
	async switchTo(locale: Locale): Promise<void> {
		const { set = 'all' } = this.#given();
		const messages = await loadMessages(locale, set);
		this.#chosen = { locale, messages, set };
		document.documentElement.lang = locale;
		document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${String(YEAR_S)}; samesite=lax`;
	}
}

function timeFormat(locale: Locale, more: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
	const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...more } as const;
	return new Intl.DateTimeFormat(locale, options);
}

function dateFormat(locale: Locale): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat(locale, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

function dayFormat(locale: Locale): Intl.DateTimeFormat {
	const options = { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' } as const;
	return new Intl.DateTimeFormat(locale, options);
}

const [useI18n, setI18n] = createContext<I18n>();
export { useI18n };

/** To be called once, while the root of the page is set up. */
export function provideI18n(given: () => Language): I18n {
	return setI18n(new I18n(given));
}
