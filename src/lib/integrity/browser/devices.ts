// C29, C31: what becomes of camera and screen beside their film: a device that ended although nobody stopped it, a camera
// that the system holds back, one that is a program. That the film has a gap, and how long, is told by itself
// (`recording-interrupted`, a span); `device-ended` says why, as the moment it is, and is never a second span of the same.
import type { Observable } from '../../shared/observable.ts';
import type { SignalAdapter } from '../signal.ts';
import { isVirtualCamera } from '../virtual-cameras.ts';

const SOURCES = ['camera', 'screen'] as const;

/** Of a recorded source, what is needed here (recording/device-recording.ts). */
interface Device {
	readonly state: 'off' | 'opening' | 'live' | 'failed';
	readonly source: { readonly label: string } | null;
	readonly muted: boolean;
}
export type Devices = Readonly<Record<(typeof SOURCES)[number], Device>>;

const CAMERA = { track: 'camera' } as const;

export const watchDevices =
	(devices: Observable<Devices>): SignalAdapter =>
	(desk) => {
		let before = devices.state;

		/** Unplugged, its permission withdrawn, the share stopped in the browser's bar: whatever the page does is off or another one. */
		const ended = (one: (typeof SOURCES)[number], now: Devices): boolean =>
			before[one].source !== null && now[one].source === null && now[one].state !== 'off';

		function tell(now: Devices): void {
			for (const track of SOURCES) if (ended(track, now)) desk.happened('device-ended', { track });
			before = now;
			const { source, muted } = now.camera;
			desk.holds('camera-muted', muted, CAMERA);
			desk.holds('virtual-camera', source !== null && isVirtualCamera(source.label), CAMERA);
		}

		const stop = devices.subscribe(tell);
		tell(before);
		return () => {
			stop();
			desk.holds('camera-muted', false, CAMERA);
			desk.holds('virtual-camera', false, CAMERA);
		};
	};
