import type { Capability } from '../ui/page-view.ts';

/** What this browser lacks for an interview (C2: capability decides, not the browser's name). */
export function missingCapabilities(): Capability[] {
	// absent without https, whatever the DOM types say
	const media = navigator.mediaDevices as MediaDevices | undefined;
	const present: Record<Capability, boolean> = {
		'secure-context': isSecureContext,
		camera: typeof media?.getUserMedia === 'function',
		'screen-share': typeof media?.getDisplayMedia === 'function',
		recorder: typeof MediaRecorder === 'function',
		storage: typeof indexedDB === 'object',
		locks: 'locks' in navigator
	};
	return (Object.keys(present) as Capability[]).filter((name) => !present[name]);
}
