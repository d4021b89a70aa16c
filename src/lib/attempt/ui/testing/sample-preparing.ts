// What comes before the interview, and who talks to whom, in every state.
import type { ChatMessage } from '../../../help/chat-view.ts';
import type { PageView } from '../page-view.ts';
import type { GateView, RehearsalView, RoomView } from '../room-view.ts';
import { phone } from './sample-phone.ts';
import {
	inRoom,
	MINUTE_MS,
	SAMPLE_RECEIPT,
	sampleRoom,
	sampleUpload,
	STARTS_AT
} from './sample-room.ts';

type Changes = Partial<RoomView>;

const gate = (changes: Partial<GateView> = {}): GateView => ({ ...sampleRoom().gate, ...changes });
const NO_LOT = { ...sampleRoom().lot, state: 'waiting', number: null } as const;
const MOCK = { ...sampleRoom().exam, kind: 'mock' } as const;
const LATE: Changes = { late: true, now: STARTS_AT + 70_000 };
const LOST: RoomView['status'] = {
	connection: { state: 'lost', since: STARTS_AT - 6 * MINUTE_MS },
	savedTo: null,
	safeTo: null
};

export const SAMPLE_CHAT: readonly ChatMessage[] = [
	{
		...{ id: '1', seq: 21, from: 'candidate', warning: false },
		text: '楼上在装修，影响录制吗？',
		at: STARTS_AT + 341_000,
		state: 'sent'
	},
	{
		...{ id: '2', seq: 22, from: 'staff', warning: false },
		text: '不影响，请继续作答。',
		at: STARTS_AT + 362_000,
		state: 'sent'
	},
	{
		...{ id: '3', seq: null, from: 'candidate', warning: false },
		text: '好的，谢谢。',
		at: STARTS_AT + 379_000,
		state: 'waiting'
	}
];

export const rehearsal = (
	done: readonly string[],
	running: readonly string[] = [],
	cutUntil: number | null = null
): RehearsalView => ({
	steps: (['network', 'reload', 'play', 'upload'] as const).map((step) => ({
		step,
		state: done.includes(step) ? 'done' : running.includes(step) ? 'running' : 'open'
	})),
	cutUntil
});

/** @param ready camera, microphone and screen are open; `filming`: and recorded */
export function preparingSamples(ready: Changes, filming: Changes): Record<string, PageView> {
	const at = (stage: RoomView['stage'], ...changes: Changes[]): PageView =>
		inRoom({
			...ready,
			stage,
			now: STARTS_AT - 11 * MINUTE_MS,
			...changes.reduce((all, one) => ({ ...all, ...one }), {})
		});
	const after = (stage: RoomView['stage'], ...changes: Changes[]): PageView =>
		at(stage, filming, { now: STARTS_AT - 5 * MINUTE_MS }, ...changes);
	const soon = { now: STARTS_AT - 5 * MINUTE_MS };
	return {
		process: at('process', { lot: NO_LOT }),
		'process-mock': at('process', { lot: NO_LOT, exam: MOCK }),
		pledge: at('pledge'),
		'pledge-refused': at('pledge', { refused: 'attempt.not-signed' }),
		'pledge-late': at('pledge', LATE),
		notice: at('notice'),
		'notice-late': at('notice', LATE),
		'gate-missing': at('gate', {
			screen: { state: 'off' },
			gate: gate({ entry: 'not-open', fullScreen: false })
		}),
		'gate-nothing': at('gate', {
			now: null,
			picture: { state: 'off' },
			microphone: { state: 'off', level: 0 },
			screen: { state: 'off' },
			phone: phone(),
			gate: gate({ entry: 'not-open', fullScreen: false, displays: 'several', phone: 'needed' })
		}),
		'gate-refused': at('gate', soon, {
			picture: { state: 'failed', code: 'device.camera-refused' },
			screen: { state: 'failed', code: 'device.screen-not-whole' },
			gate: gate({ displays: 'unknown' })
		}),
		'gate-ready': at('gate', soon),
		'gate-entering': at('gate', soon, { pending: 'confirm' }),
		'gate-offline': at('gate', soon, { status: LOST, now: STARTS_AT - 6 * MINUTE_MS + 5000 }),
		'gate-closed': at('gate', {
			...LATE,
			now: STARTS_AT + 4 * MINUTE_MS,
			refused: 'attempt.entry-closed',
			gate: gate({ entry: 'closed', refreshing: true })
		}),
		'gate-late': at('gate', LATE, { gate: gate({ fullScreen: false }) }),
		information: after('information'),
		'information-disputed': after('information', { disputed: true }),
		'information-disputed-mock': after('information', { disputed: true, exam: MOCK }),
		'wait-paper-coming': after('wait', { paper: { state: 'sealed', here: false } }),
		request: at('notice', { request: { id: 'r', at: STARTS_AT - 12 * MINUTE_MS } })
	};
}

export function talkingSamples(filming: Changes): Record<string, PageView> {
	const asking = {
		needs: 'device',
		since: STARTS_AT,
		refused: false,
		supportPhone: '400-000-0000'
	} as const;
	const answering: Changes = {
		...filming,
		stage: 'answer',
		exam: MOCK,
		now: STARTS_AT + 379_000,
		startedAt: STARTS_AT
	};
	const done: Changes = {
		stage: 'done',
		exam: MOCK,
		picture: { state: 'ended' },
		now: SAMPLE_RECEIPT.completedAt,
		startedAt: STARTS_AT,
		endedAt: STARTS_AT + 872_000,
		upload: sampleUpload({ state: 'done' }),
		receipt: SAMPLE_RECEIPT
	};
	return {
		'asking-device': { kind: 'asking', asking },
		'asking-staff': { kind: 'asking', asking: { ...asking, needs: 'staff' } },
		'asking-refused': { kind: 'asking', asking: { ...asking, refused: true } },
		'answer-news': inRoom({ ...answering, chat: SAMPLE_CHAT.slice(0, 2) }),
		'answer-mock': inRoom({ ...answering, rehearsal: rehearsal([]) }),
		'answer-mock-cut': inRoom({
			...answering,
			rehearsal: rehearsal(['reload'], ['network'], STARTS_AT + 391_000)
		}),
		'answer-mock-tried': inRoom({ ...answering, rehearsal: rehearsal(['reload', 'network']) }),
		'done-mock-ready': inRoom({
			...done,
			rehearsal: rehearsal(['network', 'reload', 'play', 'upload'])
		}),
		'done-mock-missing': inRoom({ ...done, rehearsal: rehearsal(['upload', 'reload']) })
	};
}
