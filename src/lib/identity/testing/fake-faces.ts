// A look at faces for tests that are about something else.
import type { Result } from '../../shared/result.ts';
import type { FaceEngine, SeenPicture } from '../ports.ts';

type Look = Awaited<ReturnType<FaceEngine['see']>>;

/** One face, alone, as wide as that. */
export const seenFaces = (faces: number, widthPx = 200): Result<SeenPicture, never> => ({
	ok: true,
	value: {
		...{ width: 480, height: 640, faces },
		face:
			faces === 0
				? null
				: {
						...{ widthPx, luma: 120, turnDeg: 0 },
						embedding: new Float32Array(128),
						patch: new Uint8Array()
					}
	}
});

/** Sees in each picture what `look` says; one good face, when it says nothing. */
export function fakeFaces(look: (picture: Uint8Array) => Look = () => seenFaces(1)) {
	const seen: Uint8Array[] = [];
	return {
		seen,
		async see(picture: Uint8Array): Promise<Look> {
			seen.push(picture);
			return look(picture);
		}
	} satisfies FaceEngine & { seen: Uint8Array[] };
}
