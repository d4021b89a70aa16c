const MINUTE_MS = 60_000;

/** Whole minutes for "about n minutes": never 0, never less than it takes. */
export const aboutMinutes = (ms: number): number => Math.max(1, Math.ceil(ms / MINUTE_MS));
