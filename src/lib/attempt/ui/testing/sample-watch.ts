// What the watch shows (C25–C28, C34): covered, told, and the candidate's own list.
import type { IncidentView } from '../../../integrity/ui/watch-view.ts';
import type { OpenPaper } from '../../../exam/paper.ts';
import { SAMPLE_PAPER } from '../../../exam/testing/papers.ts';
import type { PageView } from '../page-view.ts';
import type { RoomView } from '../room-view.ts';
import {
	inRoom,
	MINUTE_MS,
	SAMPLE_RECEIPT,
	sampleRoom,
	sampleUpload,
	STARTS_AT
} from './sample-room.ts';

const LEFT_AT = STARTS_AT + 7 * MINUTE_MS + 31_000;
const PAPER: OpenPaper = { v: 1, version: 1, ...SAMPLE_PAPER };

const incident = (
	key: string,
	kind: IncidentView['kind'],
	from: number,
	more: Partial<IncidentView> = {}
): IncidentView => ({
	...{ key, kind, track: null, from, until: from, times: 1, comments: [], mayComment: true },
	...more
});

export const SAMPLE_INCIDENTS: readonly IncidentView[] = [
	incident('a', 'full-screen-left', LEFT_AT, {
		until: LEFT_AT + 9000,
		times: 3,
		comments: [
			{ id: 'c1', text: '弹出了系统更新的窗口。', at: LEFT_AT + 600_000, state: 'sent' },
			{ id: 'c2', text: '已经关掉了。', at: LEFT_AT + 610_000, state: 'waiting' }
		]
	}),
	incident('b', 'recording-interrupted', LEFT_AT + 60_000, {
		track: 'screen',
		until: LEFT_AT + 64_000,
		comments: [
			{ id: 'c3', text: '点错了“停止共享”。', at: LEFT_AT + 620_000, state: 'sending' },
			{ id: 'c4', text: null, at: LEFT_AT + 620_000, state: 'sent' }
		]
	}),
	incident('c', 'screenshot-key', LEFT_AT + 90_000, { mayComment: false }),
	incident('d', 'connection-lost', LEFT_AT + 100_000, { until: null })
];

const told = (...spans: [IncidentView['kind'], number, number | null][]): Partial<RoomView> => ({
	watch: { covers: [], told: spans.map(([kind, from, until]) => ({ kind, from, until })) }
});

export function watchSamples(
	waiting: Partial<RoomView>,
	answering: Partial<RoomView>,
	over: Partial<RoomView>
): Record<string, PageView> {
	const reading: Partial<RoomView> = {
		...answering,
		now: LEFT_AT + 5000,
		paper: { state: 'open', paper: PAPER }
	};
	const covered = (kind: 'full-screen-left' | 'several-displays'): Partial<RoomView> => ({
		watch: { covers: [{ kind, since: LEFT_AT }], told: [] }
	});
	const shown = { incidents: SAMPLE_INCIDENTS };
	return {
		'answer-paper': inRoom(reading),
		'answer-cover-full-screen': inRoom({ ...reading, ...covered('full-screen-left') }),
		'answer-cover-displays': inRoom({ ...reading, ...covered('several-displays') }),
		'wait-cover-full-screen': inRoom({ ...waiting, ...covered('full-screen-left') }),
		'answer-cover-displays-refreshing': inRoom({
			...{ ...reading, ...covered('several-displays') },
			gate: { ...sampleRoom().gate, refreshing: true }
		}),
		'answer-told': inRoom({ ...reading, ...told(['page-hidden', LEFT_AT, LEFT_AT + 9000]) }),
		'answer-told-several': inRoom({
			...reading,
			...told(
				['window-blurred', LEFT_AT + 1000, null],
				['copied', LEFT_AT, LEFT_AT],
				['window-blurred', LEFT_AT - 9000, LEFT_AT - 4000]
			)
		}),
		'wait-told': inRoom({ ...waiting, ...told(['page-hidden', LEFT_AT, LEFT_AT + 9000]) }),
		'upload-incidents': inRoom({ ...over, ...shown, stage: 'upload', upload: sampleUpload() }),
		'done-incidents': inRoom({
			...{ ...over, ...shown, stage: 'done', receipt: SAMPLE_RECEIPT },
			upload: sampleUpload({ state: 'done' })
		})
	};
}
