// The scene that the bench films: a desk, and on it the room page on a screen seen at an angle by a lens that is a
// little out of focus. Grey values as floats; pure arithmetic.
export const WIDTH = 640;
export const HEIGHT = 480;

export interface Screen {
	readonly width: number;
	readonly height: number;
	/** RGBA. */
	readonly pixels: Uint8ClampedArray;
}

export interface Pose {
	/** Of the screen in the film, px. */
	readonly width: number;
	/** Radians in the picture. */
	readonly turn: number;
	/** One side is by this share taller than the other. */
	readonly slant: number;
	/** Of the lens, px (standard deviation). */
	readonly blur: number;
}

const CENTRE = { x: 290, y: 150 };
/** Samples to a side of each pixel. */
const SAMPLES = 6;
/** A screen in a room: black is not black, white does not burn out. */
const BLACK = 22;
const CONTRAST = 0.86;

/** @returns red, green, blue of each pixel */
export function scene(screen: Screen, pose: Pose): Float32Array {
	const picture = desk();
	const tall = (pose.width * screen.height) / screen.width;
	const [cos, sin] = [Math.cos(pose.turn), Math.sin(pose.turn)];
	const reach = pose.width;
	for (let y = Math.floor(CENTRE.y - reach); y < Math.min(HEIGHT, CENTRE.y + reach); y++)
		for (let x = Math.floor(CENTRE.x - reach); x < CENTRE.x + reach; x++) {
			if (x < 0 || y < 0) continue;
			sample(
				picture,
				x,
				y,
				(dx, dy) => {
					const u = (dx * cos + dy * sin) / pose.width;
					const v = (dy * cos - dx * sin) / (tall * (1 + pose.slant * u));
					if (Math.abs(u) >= 0.5 || Math.abs(v) >= 0.5) return -1;
					const column = Math.floor((u + 0.5) * screen.width);
					return Math.floor((v + 0.5) * screen.height) * screen.width + column;
				},
				screen.pixels
			);
		}
	return blurred(picture, pose.blur);
}

function desk(): Float32Array {
	const picture = new Float32Array(WIDTH * HEIGHT * 3);
	for (let at = 0; at < WIDTH * HEIGHT; at++) {
		const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
		const grey =
			y > 290 ? 124 + 6 * Math.sin(x / 9) : 84 + 22 * Math.sin(x / 57) + 9 * Math.cos(y / 29);
		picture.set([grey * 1.05, grey, grey * 0.92], at * 3);
	}
	return picture;
}

/** Mean over a pixel of what is seen through it; −1: the room behind. */
function sample(
	picture: Float32Array,
	x: number,
	y: number,
	seen: (dx: number, dy: number) => number,
	pixels: Uint8ClampedArray
): void {
	const at = (y * WIDTH + x) * 3;
	const behind = [picture[at] ?? 0, picture[at + 1] ?? 0, picture[at + 2] ?? 0];
	const sum = [0, 0, 0];
	for (let j = 0; j < SAMPLES; j++)
		for (let i = 0; i < SAMPLES; i++) {
			const dx = x + (i + 0.5) / SAMPLES - CENTRE.x;
			const from = seen(dx, y + (j + 0.5) / SAMPLES - CENTRE.y) * 4;
			for (let c = 0; c < 3; c++)
				sum[c] =
					(sum[c] ?? 0) +
					(from < 0 ? (behind[c] ?? 0) : BLACK + CONTRAST * (pixels[from + c] ?? 0));
		}
	picture.set(
		sum.map((value) => value / SAMPLES ** 2),
		at
	);
}

function blurred(picture: Float32Array, sigma: number): Float32Array {
	const reach = Math.ceil(sigma * 3);
	const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
		Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2))
	);
	const all = weights.reduce((sum, weight) => sum + weight, 0);
	const along = (source: Float32Array, dx: number, dy: number): Float32Array =>
		source.map((_, index) => {
			const [c, at] = [index % 3, Math.floor(index / 3)];
			const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
			let sum = 0;
			for (let k = -reach; k <= reach; k++) {
				const px = Math.min(WIDTH - 1, Math.max(0, x + k * dx));
				const py = Math.min(HEIGHT - 1, Math.max(0, y + k * dy));
				sum += (weights[k + reach] ?? 0) * (source[(py * WIDTH + px) * 3 + c] ?? 0);
			}
			return sum / all;
		});
	return along(along(picture, 1, 0), 0, 1);
}
