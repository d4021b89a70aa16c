import * as v from 'valibot';

/** One encoder's settings. Pixels, frames per second, bits per second. */
export const EncodingSchema = v.object({
	width: v.number(),
	height: v.number(),
	frameRate: v.number(),
	videoBitsPerSecond: v.number(),
	audioBitsPerSecond: v.number()
});
export type Encoding = v.InferOutput<typeof EncodingSchema>;
