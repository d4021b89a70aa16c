// In which words and state the desktop tells of its phone (C11, C33). Pure, so that they can be tested without a page.
import { SWEEP_SECTORS } from '../../evidence/sweep-sectors.ts';
import type { Millis } from '../../shared/clock.ts';
import type { MessageKey } from '../../shared/i18n.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { State } from '../../shared/ui/states.ts';
import { isBefore } from '../stage.ts';
import { isRecorded } from './room-words.ts';
import type { PhoneStateView, RoomView } from './room-view.ts';

export type PhonePlace = Pick<RoomView, 'phone' | 'now' | 'stage' | 'plan'>;
type Words = Pick<I18n, 't' | 'length' | 'number'>;

/** `12 秒`, from a minute on `2 分 05 秒` */
export function shortLength(ms: number, { t, length }: Words): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	return seconds < 60 ? t('phone.seconds', { seconds }) : length(ms);
}

/** How long it has not filmed, or not been heard of; empty while that is not known. */
export const forHowLong = (phone: PhoneStateView, now: Millis | null, words: Words): string =>
	phone.since === null || now === null ? '' : shortLength(now - phone.since, words);

const isAfter = ({ stage }: PhonePlace): boolean => !isBefore(stage, 'upload');

export interface PhoneChip {
	readonly state: State;
	readonly word: string;
}

/** The one word of the rail. */
export function phoneChip(place: PhonePlace, words: Words): PhoneChip {
	const { phone, now } = place;
	const { t } = words;
	switch (phone.state) {
		case 'waived':
			return { state: 'idle', word: t('phone.chip.waived') };
		case 'unbound':
			return { state: 'idle', word: t('phone.chip.unbound') };
		case 'checking':
		case 'placing':
			return { state: 'busy', word: t(`phone.chip.${phone.state}`) };
		case 'sweeping': {
			const seen = phone.heard?.report.sectors ?? 0;
			return { state: 'busy', word: t('phone.chip.sweeping', { seen, of: SWEEP_SECTORS }) };
		}
		case 'filming':
			// after the end it is to be stopped
			return { state: isAfter(place) ? 'busy' : 'ok', word: t('phone.chip.filming') };
		case 'interrupted':
			return lasting('phone.chip.interrupted', forHowLong(phone, now, words), t);
		case 'silent':
			// what cannot be seen from here alarms nobody: it may film on all the while
			if (phone.cutOff) return { state: 'idle', word: t('phone.chip.cut-off') };
			return lasting('phone.chip.silent', forHowLong(phone, now, words), t);
		case 'stopped':
		case 'uploaded':
			if (isRecorded(place)) return { state: 'attention', word: t('phone.chip.stopped') };
			return {
				state: phone.state === 'uploaded' ? 'ok' : 'busy',
				word: t(`phone.chip.${phone.state}`)
			};
	}
}

/** @param time empty while it is not known how long */
export const lasting = (key: MessageKey, time: string, t: Words['t']): PhoneChip => ({
	state: 'attention',
	word: t(key, { time }).trim()
});

/** What is wrong with a phone that should film: told on the sheet while recording (C33), and in the dialog always. */
export type PhoneTrouble = 'interrupted' | 'silent' | 'stopped' | 'unbound';

export function phoneTrouble({ phone, stage, plan }: PhonePlace): PhoneTrouble | null {
	if (phone.waived) return null;
	if (phone.state === 'interrupted') return 'interrupted';
	if (phone.state === 'silent') return phone.cutOff ? null : 'silent';
	if (!isRecorded({ stage, plan })) return null;
	// I5: staff has unpaired it in the middle
	if (phone.state === 'unbound') return 'unbound';
	return phone.state === 'stopped' || phone.state === 'uploaded' ? 'stopped' : null;
}

/** In the tone of an instruction: how long, and what to do. The time goes on: nothing for a live region. */
export function troubleWords(
	trouble: PhoneTrouble,
	{ phone, now }: Pick<PhonePlace, 'phone' | 'now'>,
	words: Words
): { readonly title: string; readonly body: string } {
	const { t } = words;
	const body = t(`phone.trouble.${trouble}.body`);
	if (trouble === 'stopped' || trouble === 'unbound')
		return { title: t(`phone.trouble.${trouble}`), body };
	const time = forHowLong(phone, now, words);
	const title = time ? t(`phone.trouble.${trouble}`, { time }) : t(`phone.trouble.${trouble}.now`);
	return { title, body };
}

/** The heading of its own page. */
export function phoneHeading({ phone }: Pick<RoomView, 'phone'>): MessageKey {
	if (phone.code?.replaces) return 'phone.heading.replacing';
	if (phone.waived) return 'phone.heading.waived';
	if (phone.state === 'silent' && phone.cutOff) return 'phone.heading.cut-off';
	if (phone.state === 'filming' && !phone.ready) return 'phone.heading.unswept';
	return phone.state === 'waived' ? 'phone.heading.waived' : `phone.heading.${phone.state}`;
}

/** Why 【下一步】 is grey on its page; null = it is not. */
export function phoneWhy({ phone }: Pick<RoomView, 'phone'>): MessageKey | null {
	if (phone.ready) return null;
	if (phone.state === 'filming') return 'phone.why.sweep';
	if (phone.state === 'interrupted' || phone.state === 'stopped') return 'phone.why.stopped';
	if (phone.state === 'silent') return phone.cutOff ? 'phone.why.cut-off' : 'phone.why.silent';
	return 'phone.why.filming';
}
