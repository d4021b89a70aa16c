// The sample people: every face of the six pictures, by picture and place from the left. Which is whom was looked at by
// eye, the aligned faces beside each other (30 November 2026):
// - Faces of one picture are different people; there is no picture in a picture.
// - 1c (sample1, right) and 3b (sample3, middle) are one person: same hair, brows, nose, mouth.
// - 1b and 4a have much in common; heavy make-up and lowered eyes in one, a turned head in the other: not decided by
//   looking, counted as neither. So is every other pair from two pictures.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFace } from '../../../src/lib/identity/server/face-look.ts';
import type { FaceSessions } from '../../../src/lib/identity/server/face-sessions.ts';
import { findFaces } from '../../../src/lib/identity/server/find-faces.ts';
import { readPicture } from '../../../src/lib/identity/server/read-picture.ts';
import type { SeenFace } from '../../../src/lib/identity/ports.ts';

const SAMPLES = join(import.meta.dirname, '../../../node_modules/@vladmandic/face-api/demo');
const COUNT = 6;
const SAME = new Set(['1c–3b']);

export interface Person {
	/** `3b`: the second from the left in sample3. */
	readonly name: string;
	readonly face: SeenFace;
}

export const sampleFile = (number: number): Uint8Array =>
	readFileSync(join(SAMPLES, `sample${String(number)}.jpg`));

export async function samplePeople(sessions: FaceSessions): Promise<Person[]> {
	const people: Person[] = [];
	for (let number = 1; number <= COUNT; number++) {
		const raster = readPicture(sampleFile(number));
		if (!raster) throw new Error(`sample${String(number)}.jpg`);
		const boxes = (await findFaces(raster, sessions.detect)).sort((a, b) => a.x - b.x);
		for (const [at, box] of boxes.entries()) {
			const name = `${String(number)}${String.fromCharCode(97 + at)}`;
			people.push({ name, face: await describeFace(raster, box, sessions) });
		}
	}
	return people;
}

export interface Pair {
	readonly names: string;
	readonly score: number;
	readonly kind: 'same' | 'different' | 'unknown';
}

/** Best first. */
export function pairsOf(people: readonly Person[]): Pair[] {
	const pairs = people.flatMap((one, at) =>
		people.slice(at + 1).map((other): Pair => {
			const names = `${one.name}–${other.name}`;
			const together = one.name[0] === other.name[0];
			const kind = SAME.has(names) ? 'same' : together ? 'different' : 'unknown';
			return { names, score: cosine(one.face.embedding, other.face.embedding), kind };
		})
	);
	return pairs.sort((a, b) => b.score - a.score);
}

const cosine = (a: Float32Array, b: Float32Array): number =>
	a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
