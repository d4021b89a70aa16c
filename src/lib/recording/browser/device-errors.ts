// The one place that knows how browsers name what went wrong with a device.
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';

const CAMERA: Readonly<Record<string, ErrorCode>> = {
	NotAllowedError: 'device.camera-refused',
	SecurityError: 'device.camera-refused',
	NotFoundError: 'device.camera-missing',
	OverconstrainedError: 'device.camera-missing',
	NotReadableError: 'device.camera-busy',
	AbortError: 'device.camera-busy',
	TypeError: 'device.unsupported',
	NotSupportedError: 'device.unsupported'
};

const SCREEN: Readonly<Record<string, ErrorCode>> = {
	NotAllowedError: 'device.screen-refused',
	// no touch before the question, or the system did not give the picture: asking again is all one can do
	InvalidStateError: 'device.screen-refused',
	NotFoundError: 'device.screen-refused',
	NotReadableError: 'device.screen-refused',
	AbortError: 'device.screen-refused',
	TypeError: 'device.unsupported',
	NotSupportedError: 'device.unsupported'
};

const TABLES = { camera: CAMERA, screen: SCREEN } as const;

/** Throws what is not a device's refusal: that would be a mistake of ours. */
export function deviceRefusal(device: keyof typeof TABLES, problem: unknown): Refusal {
	const code = problem instanceof Error ? TABLES[device][problem.name] : undefined;
	if (!code) throw problem;
	return refuse(code, problem instanceof Error ? problem.name : '');
}
