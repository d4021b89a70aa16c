// One look at a picture: where its faces are, and what is to be known of the largest.
import type { SeenFace, SeenPicture } from '../ports.ts';
import { alignFace, planesOf } from './align-face.ts';
import type { FaceBox } from './blaze-boxes.ts';
import { lumaOf, patchOf } from './face-light.ts';
import type { FaceSessions } from './face-sessions.ts';
import { findFaces } from './find-faces.ts';
import { turnOf } from './head-turn.ts';
import type { Raster } from './raster.ts';

export async function lookAt(raster: Raster, sessions: FaceSessions): Promise<SeenPicture> {
	const { width, height } = raster;
	const faces = await findFaces(raster, sessions.detect);
	const face = faces[0] ? await describeFace(raster, faces[0], sessions) : null;
	return { width, height, faces: faces.length, face };
}

export async function describeFace(
	raster: Raster,
	box: FaceBox,
	{ embed }: Pick<FaceSessions, 'embed'>
): Promise<SeenFace> {
	const aligned = alignFace(raster, box.points);
	const patch = patchOf(aligned);
	return {
		widthPx: box.width,
		luma: lumaOf(patch),
		turnDeg: turnOf(box.points),
		embedding: await embed(planesOf(aligned)),
		patch
	};
}
