// The lines of a bound phone (C11, P2–P4): bound, checked, swept, filming, safe. Pure.
import { faceWasHidden } from '../../evidence/sweep-faces.ts';
import { SWEEP_SECTORS } from '../../evidence/sweep-sectors.ts';
import type { Millis } from '../../shared/clock.ts';
import type { MessageKey } from '../../shared/i18n.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { State } from '../../shared/ui/states.ts';
import { forHowLong, lasting } from './phone-words.ts';
import type { PhoneStateView } from './room-view.ts';

type Words = Pick<I18n, 't' | 'length' | 'number' | 'time' | 'list'>;

export interface PhoneLine {
	readonly what: MessageKey;
	readonly state: State;
	readonly value: string;
}

const LOW_BATTERY = 0.2;
/** So far the server may be behind what the phone has filmed before its network is called slow. */
const BEHIND_MS = 30_000;

/** The lines of a bound phone, in the order of its way. */
export function phoneLines(phone: PhoneStateView, now: Millis | null, words: Words): PhoneLine[] {
	return [
		{
			what: 'phone.line.bound',
			state: 'ok',
			value: phone.boundAt === null ? '' : words.time(phone.boundAt)
		},
		checkLine(phone, now, words),
		...(phone.sweepNeeded || phone.sweep ? [sweepLine(phone, words)] : []),
		filmLine(phone, now, words),
		serverLine(phone, words)
	];
}

function checkLine(phone: PhoneStateView, now: Millis | null, words: Words): PhoneLine {
	const what = 'phone.line.check';
	const report = phone.heard?.report;
	if (!report) return { what, state: 'busy', value: words.t('phone.check.waiting') };
	const { battery, savedTo, safeTo } = report;
	const low = battery !== null && battery.level < LOW_BATTERY && !battery.charging;
	const slow = savedTo !== null && savedTo - (safeTo ?? 0) > BEHIND_MS && safeTo !== null;
	const silent = phone.state === 'silent';
	const network = silent ? networkGone(phone, now, words) : words.t(networkKey(slow));
	const parts = battery === null ? [network] : [batteryWord(battery, words), network];
	const troubled = low || slow || (silent && !phone.cutOff);
	const checking = report.page === 'check' && !silent;
	return {
		what,
		state: troubled ? 'attention' : checking ? 'busy' : 'ok',
		value: words.list(parts)
	};
}

const networkKey = (slow: boolean): MessageKey =>
	slow ? 'phone.network.slow' : 'phone.network.good';

const networkGone = (phone: PhoneStateView, now: Millis | null, words: Words): string =>
	phone.cutOff
		? words.t('phone.chip.cut-off')
		: words.t('phone.chip.silent', { time: forHowLong(phone, now, words) }).trim();

function batteryWord(
	{ level, charging }: { readonly level: number; readonly charging: boolean },
	words: Words
): string {
	const percent = words.number(Math.round(level * 100));
	return words.t(charging ? 'phone.battery.charging' : 'phone.battery', { percent });
}

function sweepLine(phone: PhoneStateView, words: Words): PhoneLine {
	const what = 'phone.line.sweep';
	const { t } = words;
	const face = (share: number | null): string[] =>
		share === null
			? []
			: [t('phone.sweep.face', { percent: words.number(Math.round(share * 100)) })];
	if (phone.state === 'sweeping') {
		const share = face(phone.heard?.report.faceShare ?? null);
		return { what, state: 'busy', value: share[0] ?? t('phone.sweep.running') };
	}
	if (!phone.sweep) return { what, state: 'idle', value: t('phone.sweep.later') };
	const { way, sectors, faceShare } = phone.sweep;
	const seen = { seen: sectors, of: SWEEP_SECTORS };
	const how = way === 'timed' ? t('phone.sweep.timed') : t('phone.sweep.sectors', seen);
	const state = faceWasHidden(faceShare) ? 'attention' : 'ok';
	return { what, state, value: words.list([how, ...face(faceShare)]) };
}

function filmLine(phone: PhoneStateView, now: Millis | null, words: Words): PhoneLine {
	const what = 'phone.line.film';
	const { t } = words;
	switch (phone.state) {
		case 'filming':
			return { what, state: 'ok', value: t('phone.chip.filming') };
		case 'interrupted': {
			const { state, word } = lasting('phone.chip.interrupted', forHowLong(phone, now, words), t);
			return { what, state, value: word };
		}
		case 'silent':
			return { what, state: phone.cutOff ? 'idle' : 'attention', value: t('phone.film.unknown') };
		case 'stopped':
		case 'uploaded':
			return { what, state: 'attention', value: t('phone.chip.stopped') };
		case 'placing':
			return { what, state: 'busy', value: t('phone.film.placing') };
		default:
			return { what, state: 'idle', value: t('phone.film.later') };
	}
}

function serverLine(phone: PhoneStateView, { t, time }: Words): PhoneLine {
	const what = 'phone.line.server';
	const safeTo = phone.heard?.report.safeTo ?? null;
	if (safeTo === null) return { what, state: 'idle', value: t('phone.server.nothing') };
	return { what, state: 'ok', value: t('phone.server.to', { time: time(safeTo) }) };
}
