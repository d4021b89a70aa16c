// What a device has heard the server to know of its parts: of the whole projection on the computer, of less on a phone.
import type { AttemptState } from './attempt-state.ts';
import type { ManifestPart } from './events.ts';

export interface HeardParts {
	/** Of the server when it said this. */
	readonly epoch: string;
	isVerified(part: string): boolean;
	/** This device's closing manifest is there, and names these parts. */
	isNamed(parts: readonly ManifestPart[]): boolean;
}

export function heardParts(
	{ state, epoch }: { readonly state: AttemptState; readonly epoch: string },
	lease: string
): HeardParts {
	return {
		epoch,
		isVerified: (part) => Boolean(state.parts[part]?.verified),
		isNamed: (parts) =>
			state.leases[lease]?.manifest === true &&
			parts.every(({ id, sha256 }) => state.parts[id]?.declared?.sha256 === sha256)
	};
}
