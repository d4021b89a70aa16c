// Portraits that faces will be compared with (C6): one face each, large enough, looked at before anything is imported.
import type { FaceEngine, SeenPicture } from '../../identity/ports.ts';
import { portraitsNeeded, type PlacedCandidate } from '../exam-file-checks.ts';
import { fault, type Fault } from '../exam-file-words.ts';
import type { ExamFile } from '../exam-file.ts';

export interface LookOptions {
	/** How many of the portraits have been looked at. */
	readonly progress?: (done: number, of: number) => void;
	/** How long an engine may be busy with others, or dead, before the import gives up. */
	readonly patienceMs?: number;
}

type Look = Awaited<ReturnType<FaceEngine['see']>>;

/** Width of BlazeFace's box. A portrait scaled down to it is as like its person as the full one, within 0.03. */
const LEAST_FACE_PX = 60;
/** One is looked at while the next is on its way. */
const AT_ONCE = 2;
const PATIENCE_MS = 90_000;
const AGAIN_MS = 500;

/** @returns a fault for each portrait that is of no use. The same picture is looked at once. */
export async function lookAtPortraits(
	file: ExamFile,
	faces: Pick<FaceEngine, 'see'>,
	{ progress = () => {}, patienceMs = PATIENCE_MS }: LookOptions = {}
): Promise<Fault[]> {
	const places = Map.groupBy(portraitsNeeded(file), portraitOf);
	const pictures = [...places.keys()];
	const looks = new Map<string, Look>();
	const left = pictures.values();

	/** Two take from one list; a busy engine ends both. */
	async function work(): Promise<boolean> {
		for (const picture of left) {
			const look = await patiently(faces, Buffer.from(picture, 'base64'), patienceMs);
			if (!look.ok && look.error === 'server.busy') return false;
			looks.set(picture, look);
			progress(looks.size, pictures.length);
		}
		return true;
	}

	const done = await Promise.all(Array.from({ length: AT_ONCE }, work));
	if (done.includes(false)) return [fault('exam.rules.face', 'portraits-not-looked-at')];
	return portraitsNeeded(file).flatMap((one) => {
		const found = faultOf(looks.get(portraitOf(one)));
		return found ? [{ ...found, place: `${one.place}.portrait` }] : [];
	});
}

const portraitOf = ({ candidate }: PlacedCandidate): string => candidate.portrait?.base64 ?? '';

async function patiently(
	faces: Pick<FaceEngine, 'see'>,
	picture: Uint8Array,
	patienceMs: number
): Promise<Look> {
	const until = performance.now() + patienceMs;
	for (;;) {
		const look = await faces.see(picture);
		if (look.ok || look.error !== 'server.busy' || performance.now() >= until) return look;
		await new Promise((again) => setTimeout(again, AGAIN_MS));
	}
}

function faultOf(look: Look | undefined): Fault | null {
	if (!look?.ok) return fault('', 'portrait-unreadable');
	const { faces, face }: SeenPicture = look.value;
	if (!face) return fault('', 'portrait-no-face');
	if (faces > 1) return fault('', 'portrait-several-faces', { count: faces });
	const width = Math.round(face.widthPx);
	if (width >= LEAST_FACE_PX) return null;
	return fault('', 'portrait-too-small', { width, least: LEAST_FACE_PX });
}
