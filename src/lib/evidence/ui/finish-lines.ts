// The checklist of the hour after the interview (P6), from what the phone knows. Pure.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { State } from '../../shared/ui/states.ts';
import type { FinishView, PhoneView } from './evidence-view.ts';
import type { PhoneLine } from './phone-lines.ts';

type Words = Pick<I18n, 't' | 'length' | 'number' | 'megabytes'>;

const SERVER_STATES: Record<FinishView['state'], State> = {
	...{ 'not-over': 'busy', 'may-stop': 'idle', uploading: 'busy', done: 'ok', failed: 'danger' }
};

export const FINISH_LINES = ['film', 'server', 'desktop', 'keep'] as const;
export type FinishLine = (typeof FINISH_LINES)[number];

type Facts = Pick<PhoneView, 'film' | 'upload' | 'finish'>;

/** @returns what stands in each line; `what` where it is not the line's own name */
export function finishLine(
	name: FinishLine,
	phone: Facts,
	words: Words
): PhoneLine & { readonly published?: boolean } {
	const { t } = words;
	const { finish } = phone;
	switch (name) {
		case 'film': {
			const on = phone.film.state !== 'stopped' && phone.film.state !== 'idle';
			if (on) return { state: 'attention', value: t('evidence.finish.film.on'), sub: null };
			return { state: 'ok', value: t('evidence.finish.yes'), sub: null };
		}
		case 'server':
			return { state: SERVER_STATES[finish.state], value: serverValue(phone, words), sub: null };
		case 'desktop': {
			if (finish.desktopDone) return { state: 'ok', value: t('evidence.finish.yes'), sub: null };
			const value = t('evidence.finish.server.uploading');
			return { state: 'busy', value, sub: t('evidence.finish.desktop.sub') };
		}
		case 'keep':
			if (finish.published)
				return { state: 'ok', value: '', sub: t('evidence.finish.published.sub') };
			return { state: 'idle', value: '', sub: t('evidence.finish.keep.sub') };
	}
}

function serverValue({ finish, upload }: Facts, { t, number }: Words): string {
	if (finish.state === 'done') return t('evidence.finish.yes');
	if (finish.state === 'failed') return t('evidence.finish.server.failed');
	const line = upload.line;
	if (!line || line.totalBytes === 0) return t('evidence.finish.server.uploading');
	// never 100 % before it is verified
	const percent = Math.min(99, Math.floor((line.sentBytes / line.totalBytes) * 100));
	return t('evidence.check.battery.level', { percent: number(percent) });
}
