/** Milliseconds since the Unix epoch, UTC, whole numbers. The one unit of time in this program. */
export type Millis = number;

/** The port through which pure code sees time. On a device, `now()` is the server's time as estimated there. */
export interface Clock {
	now(): Millis;
}
