// The digest of a device's label in a passport: tells "another one", not which. Pure.
import { sha256OfText, type Sha256 } from '../shared/digest.ts';

/** @param salt of the browser that made the passport; @returns null where there is no label to speak of */
export const labelDigest = (
	salt: string,
	kind: 'camera' | 'microphone',
	label: string | null
): Sha256 | null => (label ? sha256OfText(`${salt}\n${kind}\n${label}`) : null);
