import type { PhoneCapability } from '../ui/evidence-view.ts';

/** What this browser lacks for evidence (C2: capability decides, not the browser's name). */
export function missingOnPhone(): PhoneCapability[] {
	// absent without https, whatever the DOM types say
	const media = navigator.mediaDevices as MediaDevices | undefined;
	const present: Record<PhoneCapability, boolean> = {
		'secure-context': isSecureContext,
		camera: typeof media?.getUserMedia === 'function',
		recorder: typeof MediaRecorder === 'function',
		storage: typeof indexedDB === 'object',
		locks: 'locks' in navigator
	};
	return (Object.keys(present) as PhoneCapability[]).filter((name) => !present[name]);
}
