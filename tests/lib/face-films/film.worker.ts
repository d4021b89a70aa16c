// A share of a film's frames, in a thread of its own: drawing is all arithmetic.
import { parentPort, workerData } from 'node:worker_threads';
import { filmedFrame } from './frame.ts';
import type { FilmName } from './timetable.ts';

export interface FilmShare {
	readonly name: FilmName;
	readonly from: number;
	readonly until: number;
}

const { name, from, until } = workerData as FilmShare;
const frames: Buffer[] = [];
for (let frame = from; frame < until; frame++) frames.push(await filmedFrame(name, frame));
parentPort?.postMessage(frames);
