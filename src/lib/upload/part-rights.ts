// Which parts a capability opens: those of its own kind of device, whatever lease of it recorded them (C8, C15).
import { isTrackOf, type Track } from '../recording/part.ts';
import type { UploadGrant } from './ports.ts';

const DEVICE_OF = { attempt: 'desktop', evidence: 'phone' } as const;

/** A page opened anew uploads what an older one of the same kind has left, and nothing of the other device. */
export const opensTrack = ({ scope }: Pick<UploadGrant, 'scope'>, track: Track): boolean =>
	isTrackOf(DEVICE_OF[scope], track);
