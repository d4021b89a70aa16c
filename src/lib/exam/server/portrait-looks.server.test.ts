// Exams with a face login: what is wrong with a portrait is found before anything is imported. Real models, sample people.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFaceEngine } from '../../identity/server/open-face-engine.ts';
import type { RunningFaceEngine } from '../../identity/server/face-engine.ts';
import type { FaceEngine } from '../../identity/ports.ts';
import { faceCut, jpegOf, scaled } from '../../identity/testing/face-pictures.ts';
import { fakeFaces, seenFaces } from '../../identity/testing/fake-faces.ts';
import { readConfig } from '../../server/config.ts';
import { createMasterKey, newMasterKey } from '../../server/sealing/master-key.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { err } from '../../shared/result.ts';
import { FAULT_WORDS, faultLine } from '../exam-file-words.ts';
import type { ExamFile, FileCandidate } from '../exam-file.ts';
import { examFile, FILE_NOW } from '../testing/exam-files.ts';
import { createExamImport, type ImportOptions } from './exam-import.service.ts';
import { createExamPapers } from './exam-papers.ts';
import { lookAtPortraits } from './portrait-looks.ts';

const { db } = await testDatabase();
const clock = { now: () => FILE_NOW };
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const GOOD = base64(jpegOf(faceCut('portrait')));

/** A face login; each candidate has the portrait of that number, or none. */
function withPortraits(tag: string, portraits: readonly (string | null)[]): ExamFile {
	const file = examFile(tag);
	let at = 0;
	const given = (candidate: FileCandidate): FileCandidate => {
		const picture = portraits[at % portraits.length] ?? null;
		at += 1;
		const { portrait: _, ...bare } = candidate;
		if (picture === null) return { ...bare, exempt: ['face'] };
		return { ...bare, portrait: { type: 'image/jpeg', base64: picture } };
	};
	return {
		...file,
		exam: { ...file.exam, rules: { ...file.exam.rules, face: 'required' } },
		sittings: file.sittings.map((sitting) => ({
			...sitting,
			rooms: sitting.rooms.map((room) => ({ ...room, candidates: room.candidates.map(given) }))
		}))
	};
}

async function importing(file: ExamFile, faces: Pick<FaceEngine, 'see'>, options?: ImportOptions) {
	const run = createExamImport({
		...{ db, clock, faces, papers: createExamPapers(createMasterKey(newMasterKey())) },
		passwords: { hash: async (password) => `hash of ${password}` },
		usableBytes: async () => 1e15
	});
	const result = await run(file, options);
	return result.ok ? [result.value.outcome] : result.error.map(faultLine);
}
const exams = async (): Promise<number> =>
	(await db.selectFrom('exams').select('id').execute()).length;
const place = (sitting: number, room: number, candidate: number): string =>
	`sittings[${sitting}].rooms[${room}].candidates[${candidate}].portrait`;

describe('[C6] portraits of an exam with a face login', () => {
	let engine: RunningFaceEngine;
	beforeAll(async () => {
		engine = await openFaceEngine(readConfig({}), silentLog);
		await engine.ready();
	}, 60_000);
	afterAll(() => engine.close());

	test('each bad one is named with its place, in both languages, and nothing is imported', async () => {
		const file = withPortraits('P', [
			GOOD,
			base64(jpegOf(faceCut('nobody'))),
			base64(jpegOf(faceCut('two'))),
			base64(jpegOf(faceCut('portrait')).subarray(0, 6000)),
			base64(jpegOf(scaled(faceCut('portrait'), 0.25)))
		]);
		const faults = await importing(file, engine);
		expect(faults).toHaveLength(4);
		expect(faults[0]).toBe(`${place(0, 0, 1)}: ${FAULT_WORDS['portrait-no-face'].join(' / ')}`);
		expect(faults[1]).toMatch(`${place(1, 0, 0)}: 照片中有 2 张人脸`);
		expect(faults[2]).toBe(`${place(1, 0, 1)}: ${FAULT_WORDS['portrait-unreadable'].join(' / ')}`);
		expect(faults[3]).toMatch(/^sittings\[1\]\.rooms\[1\].*只有 \d\d 像素宽，至少要 60 像素/);
		expect(await exams()).toBe(0);
	});

	test('good ones are imported; who is let off the face needs none', async () => {
		expect(await importing(withPortraits('Q', [GOOD, null]), engine)).toEqual(['created']);
	});
});

describe('[A2] looking at a roster', () => {
	test('without a face login no portrait is looked at', async () => {
		const faces = fakeFaces();
		expect(await importing(examFile('R'), faces)).toEqual(['created']);
		expect(faces.seen).toEqual([]);
	});

	test('the same picture is looked at once, and how far it is, is told', async () => {
		const faces = fakeFaces();
		const told: [number, number][] = [];
		const pictures = [1, 2, 3].map((quality) => base64(jpegOf(faceCut('portrait'), 10 * quality)));
		const progress = (done: number, of: number) => void told.push([done, of]);
		await importing(withPortraits('S', pictures), faces, { progress, check: true });
		expect(told).toEqual([
			[1, 3],
			[2, 3],
			[3, 3]
		]);
		expect(faces.seen.map((bytes) => base64(bytes)).sort()).toEqual(pictures.toSorted());
	});

	test('a busy engine is waited for', async () => {
		let busy = 3;
		const faces = fakeFaces(() => (busy-- > 0 ? err('server.busy') : seenFaces(1)));
		expect(await importing(withPortraits('T', [GOOD]), faces)).toEqual(['created']);
	});

	test('one that stays busy is given up, in words', async () => {
		const faces = fakeFaces(() => err('server.busy'));
		const faults = await lookAtPortraits(withPortraits('U', [GOOD]), faces, { patienceMs: 0 });
		expect(faults.map(({ code }) => code)).toEqual(['portraits-not-looked-at']);
	});
});
