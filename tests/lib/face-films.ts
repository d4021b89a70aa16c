// Films of faces for Chromium's fake camera (`--use-file-for-fake-video-capture`), drawn when they are first asked for
// and kept in node_modules/.cache. Needs no browser and no ffmpeg. Chromium plays a .mjpeg at 30 pictures a second
// whatever is asked of it, so each of our 15 is in the file twice. A film starts when its camera is opened, and loops.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FilmShare } from './face-films/film.worker.ts';
import { filmedFrame } from './face-films/frame.ts';
import { FILM_FPS, filmSeconds, type FilmName } from './face-films/timetable.ts';

export { filmSeconds, type FilmName } from './face-films/timetable.ts';
export {
	LIVE_MOVES,
	LIVE_S,
	QUIET_GLANCES,
	UNQUIET,
	UNQUIET_MOVE_S
} from './face-films/timetable.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'duimian');
const FOLDER = 'face-films-';
/** Both cores of a small machine; more would only load the photographs more often. */
const WORKERS = Math.min(2, availableParallelism());

const building = new Map<FilmName, Promise<string>>();

/** @returns path of the film, drawn within seconds if it is not there yet */
export function faceFilm(name: FilmName): Promise<string> {
	const film = building.get(name) ?? keptFilm(name);
	building.set(name, film);
	film.catch(() => building.delete(name));
	return film;
}

/** The flag that puts a film before Chromium's fake camera, beside `FAKE_MEDIA_ARGS`. */
export const filmArg = async (name: FilmName): Promise<string> =>
	`--use-file-for-fake-video-capture=${await faceFilm(name)}`;

/** @returns one picture of a film as a JPEG, without drawing the whole of it */
export function filmFrame(name: FilmName, seconds: number): Promise<Buffer> {
	return filmedFrame(name, Math.floor(seconds * FILM_FPS) % frameCount(name));
}

const frameCount = (name: FilmName): number => filmSeconds(name) * FILM_FPS;

async function keptFilm(name: FilmName): Promise<string> {
	const file = join(CACHE, FOLDER + (await version()), `${name}.mjpeg`);
	if (!existsSync(file)) await keep(file, await drawn(name));
	return file;
}

/** Of the code and everything that the films are made of. */
async function version(): Promise<string> {
	const code = join(import.meta.dirname, 'face-films');
	const files = [
		...(await readdir(code)).sort().map((name) => join(code, name)),
		join(ROOT, 'tests/fixtures/face-points.json'),
		join(ROOT, 'scripts/lib/face-photos.ts'),
		join(ROOT, 'node_modules/jpeg-js/package.json'),
		join(ROOT, 'node_modules/delaunator/package.json')
	];
	const hash = createHash('sha256');
	for (const file of files) hash.update(await readFile(file));
	return hash.digest('hex').slice(0, 12);
}

async function drawn(name: FilmName): Promise<Buffer> {
	const frames = frameCount(name);
	const shares = Array.from({ length: WORKERS }, (_, index) => ({
		name,
		from: Math.floor((frames * index) / WORKERS),
		until: Math.floor((frames * (index + 1)) / WORKERS)
	}));
	const pictures = await Promise.all(shares.map(drawnShare));
	return Buffer.concat(pictures.flat().flatMap((picture) => [picture, picture]));
}

function drawnShare(share: FilmShare): Promise<Uint8Array[]> {
	const script = new URL('./face-films/film.worker.ts', import.meta.url);
	// a test runner's own flags are not for it
	const worker = new Worker(script, { workerData: share, execArgv: [] });
	return new Promise((resolve, reject) => {
		worker.once('message', resolve);
		worker.once('error', reject);
		worker.once('exit', () => reject(new Error(`${share.name}: the worker said nothing`)));
	});
}

/** Another process may be at the same film: the name is given to a whole file only. */
async function keep(file: string, film: Buffer): Promise<void> {
	const folder = dirname(file);
	await mkdir(folder, { recursive: true });
	const beside = `${file}.${randomBytes(6).toString('hex')}`;
	await writeFile(beside, film);
	await rename(beside, file);
	const older = (await readdir(CACHE)).filter(
		(name) => name.startsWith(FOLDER) && name !== basename(folder)
	);
	for (const name of older) await rm(join(CACHE, name), { recursive: true, force: true });
}
