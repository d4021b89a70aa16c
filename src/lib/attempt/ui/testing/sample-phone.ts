// The phone (佐证) beside the room, in every state: on its own page, in the rail, at the gate, after the end.
import type { PhoneReport } from '../../../live/wire.ts';
import { STAGES } from '../../stage.ts';
import type { PageView } from '../page-view.ts';
import type { PairingView, PhoneStateView, RoomView } from '../room-view.ts';
import { ENDS_AT, inRoom, MINUTE_MS, sampleRoom, sampleUpload, STARTS_AT } from './sample-room.ts';

type Changes = Partial<RoomView>;

const BOUND_AT = STARTS_AT - 23 * MINUTE_MS;
const NOW = STARTS_AT - 22 * MINUTE_MS;

/** A grey still, as an address that needs no network. */
export const STILL =
	'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="slategray"/><rect x="1" y="1" width="2" height="2" fill="gainsboro"/></svg>';

export const pairing = (changes: Partial<PairingView> = {}): PairingView => ({
	state: 'shown',
	address: 'https://kaoshi.example/evidence#7K2MX-4QH9T',
	code: '7K2MX-4QH9T',
	page: 'https://kaoshi.example/evidence',
	expiresAt: NOW + 272_000,
	replaces: false,
	failure: null,
	...changes
});

const NO_CODE = { address: null, code: null, expiresAt: null } as const;
const SWEPT = { way: 'sensor', sectors: 12, ms: 31_000, faceShare: 0.92 } as const;

/** @param at server time of its last words */
export const heard = (at: number, report: Partial<PhoneReport> = {}): PhoneStateView['heard'] => ({
	at,
	report: {
		...{ page: 'filming', battery: { level: 0.76, charging: false }, sectors: null },
		...{ faceShare: null, savedTo: at - 1000, safeTo: at - 4000, awake: true },
		...report
	},
	pictureAt: at - 6000
});

export const phone = (changes: Partial<PhoneStateView> = {}): PhoneStateView => ({
	...sampleRoom().phone,
	...{ state: 'unbound', waived: false, sweepNeeded: true, ready: false },
	...changes
});

const bound = (changes: Partial<PhoneStateView> = {}): PhoneStateView =>
	phone({ boundAt: BOUND_AT, ...changes });

/** @param now of the page that shows it */
export const filming = (now: number, changes: Partial<PhoneStateView> = {}): PhoneStateView =>
	bound({
		...{ state: 'filming', sweep: SWEPT, ready: true, heard: heard(now - 1000) },
		picture: { url: STILL, at: now - 7000 },
		...changes
	});

const before = (page: PhoneReport['page'], report: Partial<PhoneReport> = {}) =>
	heard(NOW - 1000, { page, savedTo: null, safeTo: null, ...report });

const interruptedAt = (now: number): PhoneStateView =>
	filming(now, {
		...{ state: 'interrupted', since: now - 125_000, ready: false },
		heard: heard(now - 2000, {
			...{ page: 'interrupted', savedTo: now - 125_000, safeTo: now - 126_000 }
		})
	});
const silentAt = (now: number, changes: Partial<PhoneStateView> = {}): PhoneStateView =>
	filming(now, {
		...{ state: 'silent', since: now - 12_000, heard: heard(now - 12_000) },
		...changes
	});

/** @param ready camera, microphone and screen are open; `recorded`: and recorded */
export function phoneSamples(ready: Changes, recorded: Changes): Record<string, PageView> {
	const stage = (of: PhoneStateView, changes: Changes = {}): PageView =>
		inRoom({ ...{ ...ready, plan: STAGES, stage: 'phone' }, now: NOW, phone: of, ...changes });
	const code = (changes: Partial<PairingView> = {}): PhoneStateView =>
		phone({ code: pairing(changes) });
	const gate = (of: PhoneStateView, missing: RoomView['gate']['phone']): PageView =>
		inRoom({
			...{ ...ready, plan: STAGES, stage: 'gate', now: STARTS_AT - 5 * MINUTE_MS, phone: of },
			gate: { ...sampleRoom().gate, phone: missing }
		});
	const answering = STARTS_AT + 168_000;
	const answer = (of: PhoneStateView, changes: Changes = {}): PageView =>
		inRoom({
			...{
				...recorded,
				plan: STAGES,
				stage: 'answer',
				now: answering,
				startedAt: STARTS_AT,
				phone: of
			},
			...changes
		});
	const over = ENDS_AT + 65_000;
	const upload = (of: PhoneStateView, screen = sampleUpload({ state: 'done' })): PageView =>
		inRoom({
			...{
				plan: STAGES,
				stage: 'upload',
				now: over,
				startedAt: STARTS_AT,
				endedAt: ENDS_AT,
				phone: of
			},
			...{ picture: { state: 'ended' }, upload: screen }
		});
	const stopped = (changes: Partial<PhoneStateView>): PhoneStateView =>
		filming(over, { state: 'stopped', heard: heard(over - 1000, { page: 'stopped' }), ...changes });
	return {
		'phone-waiting': stage(code()),
		'phone-asking': stage(code({ state: 'asking', ...NO_CODE })),
		'phone-failed': stage(code({ state: 'failed', failure: 'server.busy', ...NO_CODE })),
		'phone-offline': stage(code({ state: 'failed', failure: 'server.unreachable', ...NO_CODE })),
		'phone-checking': stage(bound({ state: 'checking', heard: before('check') })),
		'phone-sweeping': stage(
			bound({ state: 'sweeping', heard: before('sweep', { sectors: 7, faceShare: 0.92 }) })
		),
		'phone-placing': stage(bound({ state: 'placing', sweep: SWEPT, heard: before('place') })),
		'phone-filming': stage(filming(NOW)),
		'phone-interrupted': stage(interruptedAt(NOW)),
		'phone-silent': stage(silentAt(NOW)),
		'phone-cut-off': stage(silentAt(NOW, { cutOff: true })),
		'phone-replacing': stage(filming(NOW, { code: pairing({ replaces: true }) })),
		'phone-waived': stage(phone({ state: 'waived', waived: true, ready: true })),
		'phone-refused': stage(bound({ state: 'checking', heard: before('check') }), {
			refused: 'attempt.phone-needed'
		}),
		'gate-phone-unbound': gate(phone(), 'needed'),
		'gate-phone-sweep': gate(bound({ state: 'sweeping', heard: before('sweep') }), 'sweep-needed'),
		'gate-phone-interrupted': gate(interruptedAt(STARTS_AT - 5 * MINUTE_MS), 'needed'),
		'gate-phone-ready': gate(filming(STARTS_AT - 5 * MINUTE_MS), 'ready'),
		'wait-phone-silent': inRoom({
			...{ ...recorded, plan: STAGES, stage: 'wait', now: STARTS_AT - 208_000 },
			phone: silentAt(STARTS_AT - 208_000)
		}),
		'answer-phone': answer(filming(answering)),
		'answer-phone-interrupted': answer(interruptedAt(answering)),
		'answer-phone-replacing': answer(
			filming(answering, { code: pairing({ replaces: true, expiresAt: answering + 200_000 }) })
		),
		'answer-phone-cut-off': answer(silentAt(answering, { cutOff: true }), {
			status: {
				connection: { state: 'lost', since: answering - 12_000 },
				savedTo: answering,
				safeTo: null
			}
		}),
		'answer-phone-stopped': answer(
			filming(answering, { state: 'stopped', since: answering - 9000 })
		),
		'upload-phone-filming': upload(filming(over), sampleUpload()),
		'upload-phone-silent': upload(silentAt(over)),
		'upload-phone-uploading': upload(stopped({ missingParts: 2 })),
		'upload-phone-done': upload(stopped({ state: 'uploaded' }), sampleUpload())
	};
}
