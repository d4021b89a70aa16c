// What the phone's platform tells of battery, space and screen, as the last word of each (P2).
import { freeBytes } from '../../recording/browser/storage.ts';
import { every } from '../../shared/browser/every.ts';
import { watchBattery, type Battery } from './battery.ts';
import { holdAwake, type Awake, type WakeLock } from './wake-lock.ts';

export interface Sensed {
	readonly battery: Battery | null;
	readonly freeBytes: number | null;
	readonly awake: Awake;
}

export interface Sensors {
	readonly sensed: Sensed;
	/** The screen stays on from now on; to be called again is harmless. */
	keepAwake(): void;
	letSleep(): void;
	close(): void;
}

const SPACE_EVERY_MS = 15_000;

/** @param changed called with every change */
export function watchSensors(changed: (sensed: Sensed) => void): Sensors {
	let sensed: Sensed = { battery: null, freeBytes: null, awake: 'idle' };
	let lock: WakeLock | null = null;
	const patch = (change: Partial<Sensed>): void => {
		sensed = { ...sensed, ...change };
		changed(sensed);
	};
	const lookAtSpace = (): void => void freeBytes().then((bytes) => patch({ freeBytes: bytes }));
	const stops = [watchBattery((battery) => patch({ battery })), every(SPACE_EVERY_MS, lookAtSpace)];
	lookAtSpace();
	const letSleep = (): void => {
		lock?.close();
		lock = null;
	};
	return {
		get sensed() {
			return sensed;
		},
		keepAwake() {
			lock ??= holdAwake((awake) => patch({ awake }));
		},
		letSleep,
		close() {
			letSleep();
			for (const stop of stops) stop();
		}
	};
}
