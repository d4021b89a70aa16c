// From a code to a bound phone (P1): read off the address, typed or scanned; looked at, which uses nothing up; bound by a
// tap. Whatever is refused leaves the person where they were, with words.
import { deviceKey } from '../../attempt/browser/device-key.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Locale } from '../../shared/i18n.ts';
import { bindPhone, lookAtCode, type BoundPhone, type Offer } from '../browser/evidence-api.ts';
import { readPairingCode } from '../pairing-code.ts';
import { createCodeScanner } from './code-scanner.svelte.ts';
import type { EvidenceView } from './evidence-view.ts';

export interface PhonePairingOptions {
	readonly locale: () => Locale;
	/** The sitting that this phone films already and has not finished; null = none. */
	readonly other: () => { readonly attempt: string; readonly sittingCode: string } | null;
	bound(phone: BoundPhone): Promise<void>;
}

/** What came of a code that was looked at. */
export type Looked = 'offered' | 'bound' | 'refused';

const KEY_DATABASE = 'duimian-evidence-device';

export function createPhonePairing({ locale, other, bound }: PhonePairingOptions) {
	let code = $state('');
	let offer = $state.raw<Offer | null>(null);
	let busy = $state(false);
	let refused = $state<ErrorCode | null>(null);
	const scanner = createCodeScanner(Date.now, (text) => void look(text));

	async function look(text: string): Promise<Looked> {
		if (busy) return 'refused';
		code = text;
		offer = null;
		refused = null;
		const read = readPairingCode(text);
		if (read === null) {
			refused = 'evidence.code-unknown';
			return 'refused';
		}
		code = read;
		busy = true;
		const answer = await lookAtCode(read);
		busy = false;
		if (answer.ok) {
			offer = answer.value;
			return 'offered';
		}
		// by this very phone, perhaps, whose answer was lost with its page: it gets its lease again, and nobody else does
		if (answer.error === 'evidence.code-used' && other() === null && (await take())) return 'bound';
		refused = answer.error;
		return 'refused';
	}

	async function bind(): Promise<void> {
		if (offer) await take();
	}

	async function take(): Promise<boolean> {
		if (busy) return false;
		busy = true;
		refused = null;
		const key = await deviceKey(KEY_DATABASE);
		const label = navigator.userAgent.slice(0, 200);
		const answer = await bindPhone({ code, key, label });
		if (answer.ok) {
			await bound(answer.value);
			leave();
		} else refused = answer.error;
		busy = false;
		return answer.ok;
	}

	function leave(): void {
		scanner.close();
		offer = null;
		code = '';
		refused = null;
	}

	return {
		get view(): EvidenceView {
			if (!offer)
				return { kind: 'scan', scan: { camera: scanner.camera, busy, refused, typed: code } };
			const { attempt, exam, candidate, replaces } = offer;
			const busyWith = other();
			return {
				kind: 'offer',
				offer: {
					examTitle: exam.title[locale()],
					...{ kind: exam.kind, sittingCode: exam.sittingCode, candidate, replaces },
					// a new code of the very sitting that is bound here is no other one's
					other: busyWith?.attempt === attempt ? null : busyWith,
					...{ busy, refused }
				}
			};
		},
		look,
		bind,
		leave,
		openScanner: () => void scanner.open(),
		closeScanner: scanner.close
	};
}
