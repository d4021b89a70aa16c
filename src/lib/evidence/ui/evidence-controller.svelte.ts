// The phone's page, put together: a code and its binding first, then one attempt's evidence. The composition root of the
// phone; decisions lie in the pure files it calls.
import { openDeviceUploads } from '../../attempt/browser/device-uploads.ts';
import type { KeptAttempts } from '../../attempt/browser/kept-attempts.ts';
import { createOneTab, type Opened, type Stay } from '../../attempt/browser/one-tab.ts';
import { createPhoneRecording } from '../../recording/browser/phone-recording.ts';
import { webLocks } from '../../recording/browser/web-locks.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Locale } from '../../shared/i18n.ts';
import type { BoundPhone } from '../browser/evidence-api.ts';
import { sendLeftFilms } from '../browser/left-films.ts';
import { missingOnPhone } from '../browser/phone-capabilities.ts';
import { phoneProgress } from '../browser/phone-progress.ts';
import {
	openKeptPhones,
	openPhoneSession,
	PHONE_RECORDINGS,
	type KeptPhone,
	type PhoneSession
} from '../browser/phone-session.ts';
import type { PhoneState } from '../phone-state.ts';
import { isUnfinished } from '../phone-steps.ts';
import type { EvidenceActions, EvidenceView } from './evidence-view.ts';
import { createPhonePairing } from './phone-pairing.svelte.ts';
import { createPhoneRoom, type PhoneRoom } from './phone-room.svelte.ts';

export interface EvidenceOptions {
	readonly locale: () => Locale;
	/** What stands behind the # of the address: a code, or nothing. */
	readonly code: () => string;
	/** The code was used, or is not wanted: a reload must not bring it back. */
	readonly forgetCode: () => void;
	/** It films: from now on the page must open without a network too (P5). */
	readonly filming: () => void;
	/** Loads the page again, wholly. */
	readonly openAnew: () => void;
}

export interface Evidence {
	readonly view: EvidenceView;
	readonly actions: EvidenceActions;
	/** The address has another code behind its #. */
	codeChanged(): void;
	close(): void;
}

/** A page opened without a network tries again by itself. */
const RETRY_EVERY_MS = 5000;

export function createEvidence(options: EvidenceOptions): Evidence {
	let page = $state.raw<EvidenceView>({ kind: 'connecting' });
	let room = $state.raw<PhoneRoom | null>(null);
	/** A code is being looked at, or there is nothing else to show. */
	let pairingShown = $state(false);
	let kept = $state.raw<KeptPhone | null>(null);
	let retryTimer: ReturnType<typeof setTimeout> | undefined;

	const pairing = createPhonePairing({
		locale: options.locale,
		other: () =>
			kept?.view && unfinished(kept)
				? { attempt: kept.attempt, sittingCode: kept.view.exam.sittingCode }
				: null,
		bound: keep
	});

	const fail = (code: ErrorCode): void => {
		const supportPhone = kept?.view?.exam.supportPhone ?? null;
		page = { kind: 'failed', code, supportPhone };
		if (code === 'server.unreachable') retryTimer = setTimeout(tab.start, RETRY_EVERY_MS);
	};

	const tab = createOneTab({
		locks: webLocks,
		open: openHere,
		elsewhere: () => (page = { kind: 'second-tab' }),
		anew: options.openAnew,
		failed(problem) {
			// what cannot be foreseen is shown, never a blank page; the console has the rest
			reportError(problem);
			fail('server.fault');
		}
	});

	async function openHere(): Promise<Opened | null> {
		clearTimeout(retryTimer);
		const missing = missingOnPhone();
		if (missing.length > 0) {
			page = { kind: 'unsupported', missing };
			return null;
		}
		const phones = await openKeptPhones();
		kept = (await phones.all())[0] ?? null;
		const code = options.code();
		const looked = code === '' ? null : await pairing.look(code);
		if (looked === 'offered') {
			pairingShown = true;
			return null;
		}
		if (looked === 'bound') kept = (await phones.all())[0] ?? null;
		// a code that was refused is told, unless this phone has better things to do
		if (!kept || (!unfinished(kept) && looked === 'refused')) {
			pairingShown = true;
			return null;
		}
		const session = await openPhoneSession(phones, kept);
		const read = await session.read();
		if (!session.told() && !read.ok) {
			session.close();
			fail(read.error);
			return null;
		}
		// a code of another sitting may be opened in this very page
		kept = { ...kept, view: session.told() };
		return {
			attempt: `evidence:${session.lease}`,
			run: (stay) => run(phones, session, stay),
			close: () => session.close()
		};
	}

	/** Holds the tab's lock until the page is left. */
	async function run(
		phones: KeptAttempts<PhoneState>,
		session: PhoneSession,
		stay: Stay
	): Promise<void> {
		const { vault, uploads } = await openDeviceUploads(session, PHONE_RECORDINGS);
		const state = session.told();
		if (!state || stay.isOver()) return;
		const step = phoneProgress(session.lease).step();
		const recording = createPhoneRecording({
			...{ attempt: session.attempt, lease: session.lease, encoding: state.encoding },
			// a page that is opened again while it filmed looks where it looked
			facing: step === 'film' || step === 'place' ? 'environment' : 'user',
			...{ vault, locks: webLocks, clock: session.clock, timers: systemTimers }
		});
		const made = createPhoneRoom({
			...{ session, state, vault, uploads, recording },
			...{ locale: options.locale, filming: options.filming }
		});
		room = made;
		const left = sendLeftFilms(phones, session.attempt);
		await stay.over;
		room = null;
		await (
			await left
		)();
		await made.close();
		await uploads.stop();
	}

	/** From now on this browser films for this attempt; what it filmed before goes on uploading (left-films.ts). */
	async function keep({ token, lease, attempt }: BoundPhone): Promise<void> {
		const phones = await openKeptPhones();
		await phones.put({ token, lease, attempt, view: null, usedAt: Date.now() });
		leavePairing();
	}

	/** Back to what is bound here, or to the scanner. */
	function leavePairing(): void {
		options.forgetCode();
		pairing.leave();
		pairingShown = false;
		page = { kind: 'connecting' };
		tab.leave('reopen');
	}

	function codeChanged(): void {
		const code = options.code();
		if (code === '') return;
		pairingShown = true;
		void pairing.look(code);
	}

	tab.start();

	return {
		get view() {
			if (pairingShown) return pairing.view;
			return room?.view ?? page;
		},
		actions: {
			openScanner: pairing.openScanner,
			closeScanner: pairing.closeScanner,
			typeCode: (text) => void pairing.look(text),
			bind: () => void pairing.bind(),
			declineOffer() {
				if (room || kept) return leavePairing();
				options.forgetCode();
				pairing.leave();
			},
			openCamera: () => room?.openCamera(),
			next: () => room?.next(),
			startSweep: (way) => room?.startSweep(way),
			turnCamera: () => room?.turnCamera(),
			startFilming: () => room?.startFilming(),
			resume: () => room?.resume(),
			brighten: () => room?.brighten(),
			stopFilming: () => room?.stopFilming(),
			filmAgain: () => room?.filmAgain(),
			showKey: () => room?.showKey(),
			hideKey: () => room?.hideKey(),
			retryUpload: () => room?.retryUpload(),
			retry() {
				page = { kind: 'connecting' };
				tab.start();
			}
		},
		codeChanged,
		close() {
			clearTimeout(retryTimer);
			pairing.closeScanner();
			tab.leave('close');
		}
	};
}

const unfinished = ({ view, lease }: KeptPhone): boolean =>
	isUnfinished(view, phoneProgress(lease).step());
