// Looks for a face in single pictures, away from the page's thread. It knows nothing of who it is.
import { openFaceLandmarker, type FaceLandmarker } from '../../shared/browser/face-landmarker.ts';

export interface LookRequest {
	readonly id: number;
	readonly picture: ImageBitmap;
}
export type FaceAnswer =
	| { readonly kind: 'ready' }
	| { readonly kind: 'failed'; readonly why: string }
	| { readonly kind: 'looked'; readonly id: number; readonly face: boolean };

/** Of the empty picture that is tried (px). */
const TRIED_SIZE = 64;

const say = (answer: FaceAnswer): void => {
	postMessage(answer);
};

openAndTry().then(
	(landmarker) => {
		addEventListener('message', ({ data }: MessageEvent<LookRequest>) => {
			say({ kind: 'looked', id: data.id, face: look(landmarker, data.picture) });
		});
		say({ kind: 'ready' });
	},
	(problem: unknown) => {
		say({ kind: 'failed', why: String(problem) });
	}
);

/** Opens well and fails at each look where there is no WebGL (stock Firefox without a graphics card): so it looks once. */
async function openAndTry(): Promise<FaceLandmarker> {
	const landmarker = await openFaceLandmarker({ runningMode: 'IMAGE', numFaces: 1 });
	look(landmarker, await createImageBitmap(new ImageData(TRIED_SIZE, TRIED_SIZE)));
	return landmarker;
}

function look(landmarker: FaceLandmarker, picture: ImageBitmap): boolean {
	try {
		return landmarker.detect(picture).faceLandmarks.length > 0;
	} finally {
		picture.close();
	}
}
