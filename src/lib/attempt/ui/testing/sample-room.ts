// An invented candidate in an invented exam, for tests and pictures of the pages.
import { DEFAULT_TEXTS } from '../../../exam/default-texts.ts';
import { STAGES, type Stage } from '../../stage.ts';
import type { PageView } from '../page-view.ts';
import type { ReceiptView } from '../receipt-view.ts';
import type { RoomActions } from '../room-actions.ts';
import type { RoomView } from '../room-view.ts';
import type { UploadLineView, UploadView } from '../upload-view.ts';

export const MINUTE_MS = 60_000;
export const STARTS_AT = Date.UTC(2026, 10, 28, 1, 0, 0);
export const ENDS_AT = STARTS_AT + 15 * MINUTE_MS;

/** The shortest way: the devices are the entry. */
export const SHORT_PLAN: readonly Stage[] = ['devices', 'wait', 'answer', 'upload', 'done'];

const NO_PHONE: RoomView['phone'] = {
	...{ state: 'waived', since: null, cutOff: false, waived: true, missingParts: 0 },
	...{ boundAt: null, heard: null },
	...{ sweep: null, sweepNeeded: false, picture: null, code: null, ready: true }
};

const SAMPLE_ROOM: RoomView = {
	now: STARTS_AT - 208_000,
	exam: {
		title: '示例市 2026 年事业单位公开招聘面试',
		guidance:
			'考生您好，欢迎参加面试。本次共三题，总时间 15 分钟，请自行安排每题的用时。请用普通话，按题序作答，每题答完请说“该题回答完毕”。作答时请不要说出姓名、单位等个人信息。',
		kind: 'formal',
		sittingCode: 'SL0900',
		supportPhone: '400-000-0000',
		helpVideo: 'https://help.example/video',
		process: DEFAULT_TEXTS.process.map(({ title, body }) => ({
			title: title['zh-CN'],
			body: body['zh-CN']
		})),
		pledge: DEFAULT_TEXTS.pledge['zh-CN'],
		notice: DEFAULT_TEXTS.notice['zh-CN'],
		loginOpensAt: STARTS_AT - 30 * MINUTE_MS,
		entryOpensAt: STARTS_AT - 10 * MINUTE_MS,
		entryClosesAt: STARTS_AT + 3 * MINUTE_MS,
		startsAt: STARTS_AT,
		endsAt: ENDS_AT
	},
	candidate: {
		name: '测***甲',
		admission: '2026****0017',
		idNumber: '000000********001X',
		position: '示例岗位',
		room: '第一考场'
	},
	stage: 'devices',
	late: false,
	// an exam without a phone; sample-phone.ts has the ones with
	plan: STAGES.filter((stage) => stage !== 'phone'),
	status: { connection: { state: 'connected' }, savedTo: null, safeTo: null },
	picture: { state: 'off' },
	microphone: { state: 'off', level: 0 },
	screen: { state: 'off' },
	devices: {
		cameras: [
			{ id: 'c1', label: 'Integrated Camera (5986:212b)' },
			{ id: 'c2', label: 'USB 高清摄像头' }
		],
		microphones: [{ id: 'm1', label: '内置麦克风' }],
		camera: null,
		microphone: null,
		busy: false
	},
	notices: [],
	problem: null,
	phone: NO_PHONE,
	face: null,
	watch: { covers: [], told: [] },
	incidents: [],
	mark: '7K3M9Q',
	passport: { checked: true, differs: [] },
	lot: {
		state: 'drawn',
		number: 17,
		of: 200,
		commitment: '9f2c61ab04e7'.padEnd(64, '5d18'),
		committedAt: STARTS_AT - 60 * MINUTE_MS,
		verifyUrl: '/verify/lot/sample'
	},
	timecode: null,
	gate: {
		entry: 'open',
		phone: 'waived',
		invigilator: 'not-needed',
		displays: 'one',
		fullScreen: true,
		refreshing: false
	},
	disputed: false,
	paper: { state: 'sealed', here: true },
	chapters: [],
	chat: [],
	seenSeq: 0,
	warnings: [],
	request: null,
	rehearsal: null,
	startedAt: null,
	endedAt: null,
	pending: null,
	refused: null,
	upload: null,
	handIn: { kind: 'idle' },
	receiptExtras: {
		lot: { number: 17, of: 200, salt: 'ab'.repeat(16), attempt: 'sample', room: 'sample' },
		phone: 'waived'
	},
	receipt: null
};

export const sampleRoom = (changes: Partial<RoomView> = {}): RoomView => ({
	...SAMPLE_ROOM,
	...changes
});

export const inRoom = (changes: Partial<RoomView> = {}): PageView => ({
	kind: 'room',
	room: sampleRoom(changes)
});

export const uploadLine = (changes: Partial<UploadLineView> = {}): UploadLineView => ({
	track: 'screen',
	filmMs: 23 * MINUTE_MS + 51_000,
	sentBytes: 72_400_000,
	totalBytes: 84_100_000,
	bytesPerSecond: 200_000,
	state: 'sending',
	code: null,
	...changes
});

const CAMERA_DONE: Partial<UploadLineView> = {
	track: 'camera',
	filmMs: 23 * MINUTE_MS + 58_000,
	sentBytes: 116_500_000,
	totalBytes: 116_500_000,
	bytesPerSecond: null,
	state: 'done'
};

export const sampleUpload = (screen: Partial<UploadLineView> = {}): UploadView => ({
	lines: [uploadLine(CAMERA_DONE), uploadLine(screen)],
	remainingMs: 110_000,
	partsElsewhere: 0
});

export const SAMPLE_RECEIPT: ReceiptView = {
	completedAt: ENDS_AT + 224_000,
	tracks: [
		{
			track: 'camera',
			filmMs: 23 * MINUTE_MS + 58_000,
			bytes: 116_500_000,
			digests: ['c41e7a9053bd18f620d79e4b6c02f1a8c41e7a9053bd18f620d79e4b6c02f1a8']
		},
		{
			track: 'screen',
			filmMs: 23 * MINUTE_MS + 51_000,
			bytes: 84_100_000,
			digests: [
				'5b3391aa0c2e44d86bf0a1e2d3c4b5a65b3391aa0c2e44d86bf0a1e2d3c4b5a6',
				'9f02ce17d4a83b5560e1f7a2b3c4d5e69f02ce17d4a83b5560e1f7a2b3c4d5e6'
			]
		}
	],
	head: { seq: 23, hash: '20d79e4b6c02f1a8c41e7a9053bd18f69f02ce17d4a83b5560e1f7a2b3c4d5e6' },
	localCopies: 'kept'
};

/** Remembers what was asked for, in order. */
export function recordingActions(): RoomActions & { readonly calls: string[] } {
	const calls: string[] = [];
	return new Proxy({ calls } as unknown as RoomActions & { readonly calls: string[] }, {
		get: (target, name) =>
			name === 'calls'
				? target.calls
				: (...values: unknown[]): void => {
						const words = values.map((value) =>
							typeof value === 'string' ? value : JSON.stringify(value)
						);
						calls.push([String(name), ...words].join(' '));
					}
	});
}
