// Which way a head looks, out of MediaPipe's facial transformation matrix: 16 numbers column by column, from the face's
// own axes to the camera's (x to the picture's right, y up, z out of the picture, towards whoever looks at it).
import type { ReadFace } from './reading.ts';

type HeadPose = Pick<ReadFace, 'yawDeg' | 'pitchDeg' | 'rollDeg'>;

/**
 * The same face moved from one side of the picture to the other reads as turned by a third of the angle under which the
 * camera sees it go (three faces, ±27°: 0.30 to 0.34). Who sits beside the middle is not turned for that.
 */
const ASIDE = 1 / 3;

export function headPose(matrix: readonly number[]): HeadPose {
	const at = (column: number, row: number): number => matrix[column * 4 + row] ?? 0;
	/** Where the nose points, and where the face is. */
	const [x, y, z] = [at(2, 0), at(2, 1), at(2, 2)];
	const [right, up, away] = [at(3, 0), at(3, 1), 0 - at(3, 2)];
	// a person's own left is the right of a picture that is not mirrored
	return {
		yawDeg: degrees(Math.atan2(x, z) + ASIDE * Math.atan2(right, away)),
		pitchDeg: degrees(Math.atan2(y, Math.hypot(x, z)) + ASIDE * Math.atan2(up, away)),
		rollDeg: degrees(Math.atan2(at(0, 1), at(1, 1)))
	};
}

const degrees = (radians: number): number => (radians * 180) / Math.PI;
