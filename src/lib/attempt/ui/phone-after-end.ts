// The checklist of the hour after the end as the desktop shows it (P6). Pure.
import type { MessageKey, Params } from '../../shared/i18n.ts';
import type { State } from '../../shared/ui/states.ts';
import type { PhoneStateView } from './room-view.ts';

export interface AfterEndLine {
	readonly what: MessageKey;
	readonly state: State;
	readonly value: { readonly key: MessageKey; readonly params?: Params };
	readonly sub: MessageKey | null;
}

type Phone = Pick<PhoneStateView, 'state' | 'cutOff' | 'missingParts'>;

/** @param sent all of this computer's film has arrived */
export const afterEndLines = (phone: Phone, sent: boolean): AfterEndLine[] => [
	stoppedLine(phone),
	filmLine(phone),
	{
		what: 'phone.after.own',
		...(sent ? ALL_HERE : { state: 'busy', value: { key: 'phone.after.sending' } }),
		sub: null
	}
];

const ALL_HERE = { state: 'ok', value: { key: 'phone.after.all' } } as const;

function stoppedLine({ state, cutOff }: Phone): AfterEndLine {
	const what = 'phone.after.stopped';
	if (state === 'stopped' || state === 'uploaded')
		return { what, state: 'ok', value: { key: 'phone.after.done' }, sub: null };
	if (state === 'silent') {
		const key = cutOff ? 'phone.chip.cut-off' : 'phone.trouble.silent.now';
		return {
			what,
			state: cutOff ? 'idle' : 'attention',
			value: { key },
			sub: 'phone.after.silent.body'
		};
	}
	const key = state === 'filming' ? 'phone.after.filming' : 'phone.trouble.interrupted.now';
	return { what, state: 'attention', value: { key }, sub: 'phone.after.filming.body' };
}

function filmLine({ state, missingParts }: Phone): AfterEndLine {
	const what = 'phone.after.film';
	if (state === 'uploaded') return { what, ...ALL_HERE, sub: null };
	if (state !== 'stopped')
		return { what, state: 'idle', value: { key: 'phone.after.later' }, sub: null };
	const value =
		missingParts > 0
			? { key: 'phone.after.missing' as const, params: { count: missingParts } }
			: { key: 'phone.after.sending' as const };
	return { what, state: 'busy', value, sub: 'phone.after.missing.body' };
}
