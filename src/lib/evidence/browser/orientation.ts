// How the phone is held, as `deviceorientation` tells it.
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Attitude } from '../heading.ts';

/** Safari's own: on an iPhone the person is asked. Not in the DOM's types. */
interface AskingEvent {
	requestPermission?(): Promise<'granted' | 'denied' | 'default'>;
}

/** A phone without a gyroscope is silent, or tells its first event with nulls. */
const SILENCE_MS = 2_000;

export interface OrientationListener {
	told(attitude: Attitude): void;
	/** Nothing has come for 2 s: offer the timed sweep. Should something come later, it is told all the same. */
	noSensor(): void;
}

/**
 * Call it inside a tap, before anything is awaited: iPhones ask only then. `deviceorientation`, not
 * `deviceorientationabsolute`: a sweep needs no north, and what is held to north by a magnetometer leaps beside a
 * computer's loudspeaker or a steel desk, while the gyroscope's own angle drifts by a few degrees a minute.
 * @returns what ends the watching, or 'evidence.sensor-refused'
 */
export async function watchOrientation(
	listener: OrientationListener
): Promise<Result<() => void, ErrorCode>> {
	if (!(await isAllowed())) return err('evidence.sensor-refused');
	const silence = setTimeout(() => {
		listener.noSensor();
	}, SILENCE_MS);
	const onOrientation = ({ alpha, beta, gamma }: DeviceOrientationEvent): void => {
		if (alpha === null || beta === null || gamma === null) return;
		clearTimeout(silence);
		listener.told({ alpha, beta, gamma });
	};
	addEventListener('deviceorientation', onOrientation);
	return ok(() => {
		clearTimeout(silence);
		removeEventListener('deviceorientation', onOrientation);
	});
}

async function isAllowed(): Promise<boolean> {
	// absent without https, and in some browsers of computers: silence says enough
	const asking = (globalThis as { DeviceOrientationEvent?: AskingEvent }).DeviceOrientationEvent;
	if (!asking?.requestPermission) return true;
	try {
		return (await asking.requestPermission()) === 'granted';
	} catch {
		// not inside a tap, or switched off in the settings
		return false;
	}
}
