// A phone as its page behaves: a device whose outbox tells how its film goes, and which says so again when the server
// believes something else. It knows itself when it did not film; what the log makes of that is looked at in the end.
import type { Millis } from '../../shared/clock.ts';
import { createModelDevice, type ModelDevice, type ModelDeviceParts } from './model-device.ts';

export interface PhoneGap {
	readonly from: Millis;
	until: Millis | null;
	/** By hand, or not. */
	readonly by: 'interrupted' | 'stopped';
}

export interface ModelPhone {
	readonly device: ModelDevice;
	readonly doing: 'nothing' | 'filming' | 'interrupted' | 'stopped';
	/** When it had begun to film and did not, by its own clock. */
	readonly gaps: readonly PhoneGap[];
	/** What the person does next: sweep, film, go on. */
	goOn(): Promise<void>;
	/** A call, a lock. */
	cut(): Promise<void>;
	stop(): Promise<void>;
	die(): void;
	revive(): Promise<void>;
	/** As `film-telling.ts` does it. */
	sayAgain(): Promise<void>;
	manifest(): Promise<void>;
}

export async function createModelPhone(parts: ModelDeviceParts): Promise<ModelPhone> {
	const device = await createModelDevice({ ...parts, track: 'evidence' });
	const gaps: PhoneGap[] = [];
	let doing: ModelPhone['doing'] = 'nothing';
	let hasSwept = false;
	let since = 0;

	async function film(): Promise<void> {
		const gap = gaps.at(-1);
		since = device.now();
		if (gap?.until === null) gap.until = since;
		doing = 'filming';
		if (device.films.length < 4) device.film();
		await device.command('phone.filming', { since });
	}
	function stands(next: 'interrupted' | 'stopped'): Millis {
		const at = device.now();
		if (doing === 'filming') gaps.push({ from: at, until: null, by: next });
		doing = next;
		return at;
	}
	const openSince = (): Millis => gaps.at(-1)?.from ?? device.now();

	return {
		device,
		gaps,
		get doing() {
			return doing;
		},
		async goOn() {
			if (!device.alive || doing === 'filming') return;
			if (hasSwept) return film();
			hasSwept = true;
			const swept = { way: 'sensor', sectors: 12, ms: 20_000, faceShare: 0.9 } as const;
			await device.command('phone.swept', { ...swept, parts: [] });
		},
		async cut() {
			if (!device.alive || doing !== 'filming') return;
			await device.command('phone.interrupted', { at: stands('interrupted'), why: 'hidden' });
		},
		async stop() {
			if (!device.alive || (doing !== 'filming' && doing !== 'interrupted')) return;
			await device.command('phone.stopped', { at: stands('stopped') });
		},
		die() {
			if (doing === 'filming') stands('interrupted');
			device.die();
		},
		async revive() {
			await device.revive();
			if (doing !== 'interrupted') return;
			await device.command('phone.interrupted', { at: openSince(), why: 'reopened' });
			await film();
		},
		async sayAgain() {
			const state = device.alive ? device.kept?.state : null;
			if (!state || device.pending().length > 0 || state.evidence.lease !== device.lease) return;
			const { phone } = state;
			if (doing === 'filming' && phone !== 'filming')
				await device.command('phone.filming', { since });
			if (doing === 'interrupted' && phone === 'filming')
				await device.command('phone.interrupted', { at: openSince(), why: 'hidden' });
			if (doing === 'stopped' && (phone === 'filming' || phone === 'interrupted'))
				await device.command('phone.stopped', { at: openSince() });
		},
		async manifest() {
			if (!device.alive) return;
			const films = device.films.map(({ header, sha256 }) => ({
				...{ id: header.id, track: header.track, bytes: 1, sha256 }
			}));
			await device.command('manifest.closed', { lease: device.lease, parts: films });
		}
	};
}
