// What a source that is recorded needs of this browser, whichever device it is.
import { isRecordable, mediaSlices } from './media-slices.ts';

export const browserPorts = {
	slices: mediaSlices,
	isRecordable,
	newId: () => crypto.randomUUID(),
	random: Math.random
} as const;
