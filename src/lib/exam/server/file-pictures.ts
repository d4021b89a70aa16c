// Pictures that an exam's file names by a path beside it: read into the file before it is checked.
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { placeOf } from '../exam-file-faults.ts';
import { fault, type Fault } from '../exam-file-words.ts';
import { pictureType, type PictureType } from '../picture-file.ts';

interface Picture {
	readonly type: PictureType;
	readonly base64: string;
}

/** Stands for a picture that could not be read, so that it is complained of once. */
const NOTHING: Picture = {
	type: 'image/png',
	base64:
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
};

/** @param input any JSON value; what is not in its place is left for the check. @returns a copy, pictures inside */
export async function readPictures(
	input: unknown,
	folder: string
): Promise<{ input: unknown; faults: Fault[] }> {
	const faults: Fault[] = [];
	const copy: unknown = structuredClone(input);

	async function read(file: string, place: string): Promise<Picture> {
		const inside = relative(folder, join(folder, file));
		if (isAbsolute(file) || inside.startsWith('..') || file.includes('\0')) {
			faults.push(fault(place, 'file-outside'));
			return NOTHING;
		}
		try {
			const bytes = await readFile(join(folder, file));
			const type = pictureType(bytes);
			if (type) return { type, base64: bytes.toString('base64') };
			faults.push(fault(place, 'bad-picture'));
		} catch {
			faults.push(fault(place, 'file-missing', { file }));
		}
		return NOTHING;
	}

	for (const [s, sitting] of listIn(copy, 'sittings')) {
		const paper = memberOf(sitting, 'paper');
		const pictures = memberOf(paper, 'pictures');
		for (const [name, file] of Object.entries(isObject(pictures) ? pictures : {}))
			if (typeof file === 'string' && !file.startsWith('data:')) {
				const place = placeOf(['sittings', s, 'paper', 'pictures', name]);
				const { type, base64 } = await read(file, place);
				(pictures as Record<string, unknown>)[name] = `data:${type};base64,${base64}`;
			}
		for (const [r, room] of listIn(sitting, 'rooms'))
			for (const [c, candidate] of listIn(room, 'candidates')) {
				const file = memberOf(candidate, 'portrait');
				if (typeof file !== 'string') continue;
				const place = placeOf(['sittings', s, 'rooms', r, 'candidates', c, 'portrait']);
				(candidate as Record<string, unknown>)['portrait'] = await read(file, place);
			}
	}
	return { input: copy, faults };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (value: unknown, name: string): unknown =>
	isObject(value) ? value[name] : undefined;

function listIn(value: unknown, name: string): [number, unknown][] {
	const list = memberOf(value, name);
	return Array.isArray(list) ? [...list.entries()] : [];
}
