// Where the front camera looks, from how the phone is held. Pure geometry; what comes of it is in `sweep.ts`.

/**
 * An attitude as `deviceorientation` tells it, degrees: from the earth (x east, y north, z up) turned by `alpha` about
 * z, then `beta` about the new x, then `gamma` about the new y (W3C Device Orientation, Z-X′-Y″). Screen rotation is not
 * in it: the axes are the device's, not the page's.
 */
export interface Attitude {
	readonly alpha: number;
	readonly beta: number;
	readonly gamma: number;
}

export interface Look {
	/** 0 ≤ degrees < 360, clockwise seen from above, from an arbitrary but steady zero; null when the camera looks up or down. */
	readonly heading: number | null;
	/** 0 = looks straight up or down (the phone lies flat), 1 = looks level. The length of the direction on the ground. */
	readonly upright: number;
}

/** Flatter than about 20° the heading is mostly the sensor's noise. */
const MIN_LENGTH = 0.35;

/**
 * The front camera looks along the device's +z axis, out of the screen. One axis needs no thought of portrait or
 * landscape (those turn the phone about it), and none of gimbal lock at beta = 90, where alpha and gamma alone mean
 * nothing but their sum does.
 */
export function frontCameraLook({ alpha, beta, gamma }: Attitude): Look {
	const [a, b, c] = [radians(alpha), radians(beta), radians(gamma)];
	const east = Math.cos(a) * Math.sin(c) + Math.sin(a) * Math.sin(b) * Math.cos(c);
	const north = Math.sin(a) * Math.sin(c) - Math.cos(a) * Math.sin(b) * Math.cos(c);
	const upright = Math.min(1, Math.hypot(east, north));
	const heading = upright < MIN_LENGTH ? null : turnOf(Math.atan2(east, north));
	return { heading, upright };
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function turnOf(angle: number): number {
	const degrees = (angle * 180) / Math.PI;
	return degrees < 0 ? degrees + 360 : degrees;
}
