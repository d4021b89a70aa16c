// Who may tell which incident: a device speaks of what it can see, the server of what it alone knows. Pure.
import type { IncidentKind } from './events.ts';

const OF_SERVER: readonly IncidentKind[] = [
	'second-login',
	'paper-late',
	'phone-interrupted',
	'phone-silent',
	// the server looks at faces itself
	'other-face'
];

/** Its own film, storage and connection; of screens, windows, keys and faces a phone knows nothing. */
const OF_PHONE: readonly IncidentKind[] = [
	'page-reloaded',
	'recording-interrupted',
	'recording-resumed',
	'device-changed',
	'device-ended',
	'storage-full',
	'storage-emptied',
	'connection-lost',
	'camera-black',
	'camera-covered',
	'camera-frozen',
	'camera-muted',
	'microphone-dead',
	'microphone-silent',
	'recorder-stalled',
	'device-differs'
];

export const mayTellIncident = (device: 'desktop' | 'phone', kind: IncidentKind): boolean =>
	device === 'phone' ? OF_PHONE.includes(kind) : !OF_SERVER.includes(kind);
