// How alike two faces and two photographs are. Pure arithmetic.

/** Cosine of two vectors of unit length, −1 to 1: two faces. */
export function cosine(a: Float32Array, b: Float32Array): number {
	return dot(a, b);
}

/** The mean direction of some of unit length. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
	const sum = new Float32Array(vectors[0]?.length ?? 0);
	for (const vector of vectors)
		for (let i = 0; i < sum.length; i++) sum[i] = at(sum, i) + at(vector, i);
	const length = Math.hypot(...sum);
	return length === 0 ? sum : sum.map((value) => value / length);
}

/**
 * Normalised correlation of two patches, −1 to 1: two photographs. Brighter, darker or flatter copies of one are 1; of
 * two that are flat, nothing can be said, and that is 1.
 */
export function correlation(a: Uint8Array, b: Uint8Array): number {
	const [x, y] = [centred(a), centred(b)];
	const size = Math.sqrt(dot(x, x) * dot(y, y));
	return size === 0 ? 1 : dot(x, y) / size;
}

function centred(patch: Uint8Array): Float32Array {
	const mean = patch.reduce((sum, value) => sum + value, 0) / patch.length;
	return Float32Array.from(patch, (value) => value - mean);
}

function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
	return sum;
}

const at = (values: Float32Array, i: number): number => values[i] ?? 0;
