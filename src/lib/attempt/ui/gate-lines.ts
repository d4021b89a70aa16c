// State, value and words of the gate's lines (C14). Every line has its second row always, so that none of them jumps
// when one becomes ready.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { State } from '../../shared/ui/states.ts';
import { cameraLine, microphoneLine, screenLine } from './device-lines.ts';
import { entryLine } from './gate-words.ts';
import { phoneTrouble, troubleWords } from './phone-words.ts';
import type { RoomView } from './room-view.ts';

interface GateLine {
	readonly state: State;
	readonly value?: string;
	readonly sub: string;
}

type Words = Pick<I18n, 't' | 'error' | 'minute' | 'length' | 'number' | 'sentences'>;

export function displaysLine({ gate }: RoomView, { t }: Words): GateLine {
	const state = gate.displays === 'several' ? 'attention' : 'ok';
	return {
		state,
		value: t(`gate.displays.value.${gate.displays}`),
		sub: t(`gate.displays.${gate.displays}`)
	};
}

/** The camera first: without it there is no microphone either. */
export function devicesLine(room: RoomView, words: Words): GateLine {
	const camera = cameraLine(room.picture, words);
	if (camera.state !== 'ok') return { state: asTask(camera.state), sub: camera.sub ?? '' };
	const microphone = microphoneLine(room.microphone, words);
	if (microphone.state !== 'ok')
		return { state: asTask(microphone.state), sub: microphone.sub ?? '' };
	return { state: 'ok', sub: words.t('gate.devices.ready') };
}

export function phoneLine(room: RoomView, words: Words): GateLine {
	const { gate, phone } = room;
	const { t } = words;
	if (gate.phone === 'waived')
		return { state: 'ok', value: t('gate.phone.value.waived'), sub: t('gate.phone.waived') };
	if (gate.phone === 'ready')
		return { state: 'ok', sub: t(phone.sweep ? 'gate.phone.ready' : 'gate.phone.ready.unswept') };
	return { state: 'attention', sub: phoneTask(room, words) };
}

function phoneTask({ gate, phone, now, stage, plan }: RoomView, words: Words): string {
	const { t, sentences } = words;
	if (phone.state === 'unbound') return t('gate.phone.needed.unbound');
	if (phone.cutOff) return t('gate.phone.needed.cut-off');
	const trouble = phoneTrouble({ phone, now, stage, plan });
	if (trouble) {
		const { title, body } = troubleWords(trouble, { phone, now }, words);
		return sentences(title, body);
	}
	return t(gate.phone === 'sweep-needed' ? 'gate.phone.sweep-needed' : 'gate.phone.needed');
}

export function fullScreenLine({ gate, late }: RoomView, { t }: Words): GateLine {
	if (gate.fullScreen)
		return { state: 'ok', value: t('gate.full-screen.on'), sub: t('gate.full-screen.why') };
	if (late) return { state: 'idle', sub: t('gate.full-screen.late') };
	return { state: 'attention', sub: t('gate.full-screen.why') };
}

export function shareLine({ screen }: RoomView, words: Words): GateLine {
	const { state, sub } = screenLine(screen, words);
	if (screen.state === 'shared')
		return { state, value: words.t('rail.screen.shared'), sub: words.t('gate.screen.on') };
	if (screen.state === 'off') return { state: 'attention', sub: words.t('gate.screen.how') };
	return { state, sub: sub ?? '' };
}

/** Not shown where nobody is waited for. */
export function invigilatorLine({ gate }: RoomView, { t }: Words): GateLine {
	const state = gate.invigilator === 'awaited' ? 'busy' : 'ok';
	const now = gate.invigilator === 'awaited' ? 'awaited' : 'here';
	return {
		state,
		value: t(`gate.invigilator.value.${now}`),
		sub: t(`gate.invigilator.${now}`)
	};
}

export function timeLine(room: RoomView, { t, minute }: Words): GateLine {
	const { state, words, left } = entryLine(room);
	const time = minute(room.exam.entryOpensAt);
	const phone = room.exam.supportPhone;
	return {
		state,
		value: t(`gate.time.value.${words}`, { time, ...left }),
		sub: t(`gate.time.${words}`, { phone })
	};
}

/** What is simply not done yet asks for an act here. */
const asTask = (state: State): State => (state === 'idle' ? 'attention' : state);
