// Camera and microphone of a device check: opened, listened to, given up when they end. Nothing is recorded here.
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { createLevelMeter, type LevelMeter } from '../../recording/browser/level-meter.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { cameraFacts, microphoneFacts } from '../browser/opened-devices.ts';
import type { CheckFacts, MicrophoneFacts } from '../facts.ts';
import type { CheckView } from './check-view.ts';

export interface OpenedDevices {
	readonly source: CaptureSource | null;
	readonly picture: CheckView['picture'];
	/** 0 to 1; null = nothing is open. */
	readonly level: number | null;
	/** Closes what was open before. @returns null when it was refused; the facts say why */
	open(): Promise<CaptureSource | null>;
	/** @param ms since the last one */
	tick(ms: Millis): void;
	close(): void;
}

export function createOpenedDevices(
	openCamera: () => Promise<Result<CaptureSource, Refusal>>,
	note: (facts: CheckFacts) => void
): OpenedDevices {
	let source = $state.raw<CaptureSource | null>(null);
	let picture = $state.raw<CheckView['picture']>({ state: 'off' });
	let level = $state<number | null>(null);
	let heard: MicrophoneFacts | null = null;
	let meter: LevelMeter | null = null;
	/** Of the opening that counts: an older one that answers later is closed at once. */
	let opening = 0;

	function letGo(): void {
		meter?.close();
		source?.close();
		[meter, source, heard, level] = [null, null, null, null];
	}

	function failed(code: Refusal['code']): void {
		letGo();
		picture = { state: 'failed', code };
		note({ camera: { failed: code }, microphone: { failed: code } });
	}

	async function open(): Promise<CaptureSource | null> {
		const mine = ++opening;
		letGo();
		picture = { state: 'opening' };
		const answer = await openCamera();
		if (mine !== opening) {
			if (answer.ok) answer.value.close();
			return null;
		}
		if (!answer.ok) {
			failed(answer.error.code);
			return null;
		}
		const opened = answer.value;
		source = opened;
		picture = { state: 'live', stream: opened.stream };
		heard = microphoneFacts(opened);
		meter = createLevelMeter(opened.stream);
		note({ camera: cameraFacts(opened), microphone: heard });
		opened.onEnded(() => {
			if (source === opened) failed('device.camera-missing');
		});
		return opened;
	}

	return {
		get source() {
			return source;
		},
		get picture() {
			return picture;
		},
		get level() {
			return level;
		},
		open,
		tick(ms) {
			if (!source || !heard || !meter) return;
			level = meter.level();
			const { muted } = microphoneFacts(source);
			heard = {
				...{ ...heard, muted },
				peak: Math.max(heard.peak, level),
				listenedMs: heard.listenedMs + ms
			};
			note({ microphone: heard });
		},
		close() {
			opening++;
			letGo();
			picture = { state: 'off' };
		}
	};
}
