// The pages in the states that design/README.md asks for.
import type { FaceTrouble, RoomView } from '../room-view.ts';
import type { PageView } from '../page-view.ts';
import type { PictureView } from '../devices-view.ts';
import { phoneSamples } from './sample-phone.ts';
import { preparingSamples, talkingSamples } from './sample-preparing.ts';
import {
	ENDS_AT,
	inRoom,
	MINUTE_MS,
	SAMPLE_RECEIPT,
	SHORT_PLAN,
	sampleUpload,
	STARTS_AT
} from './sample-room.ts';
import { watchSamples } from './sample-watch.ts';

const OVER: Partial<RoomView> = {
	now: ENDS_AT + 65_000,
	startedAt: STARTS_AT,
	endedAt: STARTS_AT + 872_000,
	picture: { state: 'ended' },
	status: {
		connection: { state: 'connected' },
		savedTo: STARTS_AT + 872_000,
		safeTo: STARTS_AT + 820_000
	}
};

const FACE_TROUBLES: readonly FaceTrouble[] = [
	'no-face',
	'several-faces',
	'looking-away',
	'other-face'
];
const troubled = (picture: PictureView | undefined, trouble: FaceTrouble): PictureView =>
	picture?.state === 'live' ? { ...picture, trouble } : { state: 'opening' };

/** @param stream null: pictures stay in their loading state */
export function attemptSamples(stream: MediaStream | null): Record<string, PageView> {
	const live = (recordingSince: number | null): PictureView =>
		stream ? { state: 'live', stream, recordingSince, trouble: null } : { state: 'opening' };
	const ready: Partial<RoomView> = {
		picture: live(null),
		microphone: { state: 'live', level: 0.48 },
		screen: { state: 'shared' },
		devices: {
			cameras: [{ id: 'c1', label: 'Integrated Camera (5986:212b)' }],
			microphones: [{ id: 'm1', label: '' }],
			camera: 'c1',
			microphone: 'm1',
			busy: false
		}
	};
	const filming: Partial<RoomView> = {
		...ready,
		picture: live(STARTS_AT - 9 * MINUTE_MS),
		status: {
			connection: { state: 'connected' },
			savedTo: STARTS_AT + 167_000,
			safeTo: STARTS_AT + 165_000
		}
	};
	const waiting: Partial<RoomView> = { ...filming, stage: 'wait', now: STARTS_AT - 208_000 };
	const answering: Partial<RoomView> = {
		...filming,
		stage: 'answer',
		now: STARTS_AT + 168_000,
		startedAt: STARTS_AT
	};
	return {
		connecting: { kind: 'connecting' },
		unsupported: { kind: 'unsupported', missing: ['screen-share', 'recorder'] },
		'second-tab': { kind: 'second-tab' },
		'taken-over': {
			kind: 'taken-over',
			at: STARTS_AT,
			upload: sampleUpload(),
			handIn: null,
			mayContinue: true
		},
		failed: { kind: 'failed', code: 'attempt.not-found', supportPhone: '400-000-0000' },
		...preparingSamples(ready, filming),
		...phoneSamples(ready, filming),
		...talkingSamples(filming),
		'devices-empty': inRoom({ plan: SHORT_PLAN }),
		'devices-opening': inRoom({
			plan: SHORT_PLAN,
			now: null,
			picture: { state: 'opening' },
			status: { connection: { state: 'connecting' }, savedTo: null, safeTo: null }
		}),
		'devices-refused': inRoom({
			plan: SHORT_PLAN,
			picture: { state: 'failed', code: 'device.camera-refused' },
			screen: { state: 'failed', code: 'device.screen-not-whole' },
			notices: ['storage-not-persistent']
		}),
		'devices-screen-missing': inRoom({ ...ready, plan: SHORT_PLAN, screen: { state: 'off' } }),
		'devices-ready': inRoom({ ...ready, plan: SHORT_PLAN }),
		'devices-entered': inRoom({ ...filming, now: STARTS_AT - 400_000 }),
		wait: inRoom(waiting),
		'wait-silent': inRoom({
			...waiting,
			microphone: { state: 'silent', level: 0 },
			notices: ['storage-low']
		}),
		answer: inRoom(answering),
		'answer-face': inRoom({ ...answering, face: { state: 'looking', trouble: null } }),
		...Object.fromEntries(
			FACE_TROUBLES.map((trouble) => [
				`answer-${trouble}`,
				inRoom({
					...answering,
					picture: troubled(answering.picture, trouble),
					face: { state: 'looking', trouble }
				})
			])
		),
		'answer-face-withdrawn': inRoom({
			...answering,
			face: { state: 'withdrawn', trouble: null }
		}),
		'answer-last-minutes': inRoom({
			...answering,
			now: ENDS_AT - 100_000,
			notices: ['storage-full', 'server-full']
		}),
		'answer-offline': inRoom({
			...answering,
			notices: ['resumed'],
			status: {
				connection: { state: 'lost', since: STARTS_AT + 126_000 },
				savedTo: STARTS_AT + 167_000,
				safeTo: STARTS_AT + 125_000
			}
		}),
		'answer-screen-ended': inRoom({
			...answering,
			screen: { state: 'off' },
			problem: {
				tracks: ['screen'],
				cause: 'ended',
				since: STARTS_AT + 160_000,
				busy: false,
				failure: 'device.screen-not-whole'
			}
		}),
		'answer-reopened': inRoom({
			...answering,
			picture: { state: 'opening' },
			screen: { state: 'off' },
			problem: {
				tracks: ['camera', 'screen'],
				cause: 'reopened',
				since: null,
				busy: false,
				failure: null
			}
		}),
		upload: inRoom({ ...OVER, stage: 'upload', upload: sampleUpload() }),
		'upload-offline': inRoom({
			...OVER,
			stage: 'upload',
			upload: { ...sampleUpload({ state: 'waiting-network' }), remainingMs: null },
			status: {
				connection: { state: 'lost', since: ENDS_AT },
				savedTo: STARTS_AT + 872_000,
				safeTo: STARTS_AT + 820_000
			}
		}),
		'upload-space': inRoom({
			...OVER,
			stage: 'upload',
			upload: { ...sampleUpload({ state: 'waiting-space' }), remainingMs: null, partsElsewhere: 2 }
		}),
		'upload-failed': inRoom({
			...OVER,
			stage: 'upload',
			upload: {
				...sampleUpload({ state: 'failed', code: 'token.invalid' }),
				remainingMs: null
			}
		}),
		'upload-empty': inRoom({
			...OVER,
			stage: 'upload',
			upload: { lines: [], remainingMs: null, partsElsewhere: 1 }
		}),
		...watchSamples(waiting, answering, OVER),
		done: inRoom({
			...OVER,
			stage: 'done',
			upload: sampleUpload({ state: 'done' }),
			receipt: SAMPLE_RECEIPT
		})
	};
}
