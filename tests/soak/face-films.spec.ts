// The films that the other tests put before the fake camera are what they claim to be: looked at by the candidate's own
// landmarker, ten times a second, and once played by Chromium itself.
import { chromium, expect, test, type Page } from 'playwright/test';
import { FAKE_MEDIA_ARGS, findChromium } from '../../scripts/lib/chromium.ts';
import { idPhoto } from '../../scripts/lib/face-photos.ts';
import { openFaceEye, type Measured, type MeasuredFace } from '../lib/face-eye.ts';
import {
	filmArg,
	filmFrame,
	filmSeconds,
	LIVE_MOVES,
	LIVE_S,
	QUIET_GLANCES,
	UNQUIET,
	UNQUIET_MOVE_S,
	type FilmName
} from '../lib/face-films.ts';
import { meshPoints, sourcePicture } from '../lib/face-films/face-mesh.ts';

/** Gates and actions of findings §5. */
const GATES = { widthPx: 120, luma: 55, yaw: 12, pitch: 25, roll: 20 };
const BLINK = 0.4;
const TURNED = 13;
const MOUTH = 0.4;
const FAR_AWAY = 35;
const LOOKS_PER_S = 10;

interface Look {
	readonly at: number;
	readonly faces: Measured;
}

let page: Page;
let eye: Awaited<ReturnType<typeof openFaceEye>>;

test.beforeAll(async ({ browser }) => {
	page = await browser.newPage();
	eye = await openFaceEye(page);
});
test.afterAll(() => page.close());

async function looksAt(name: FilmName): Promise<Look[]> {
	const count = filmSeconds(name) * LOOKS_PER_S;
	const times = Array.from({ length: count }, (_, index) => (index + 0.5) / LOOKS_PER_S);
	const frames: Buffer[] = [];
	for (const at of times) frames.push(await filmFrame(name, at));
	const measured = await eye(frames);
	return times.map((at, index) => ({ at, faces: measured[index] ?? [] }));
}

type Span = readonly [from: number, to: number];

const during = (looks: readonly Look[], [from, to]: Span): Look[] =>
	looks.filter(({ at }) => at >= from && at <= to);

/** A move is there and back: this is where it is held. */
const middle = ([from, to]: Span): Span => [from + (to - from) / 4, to - (to - from) / 4];

const SPANS: readonly Span[] = [
	...LIVE_MOVES.blinks,
	LIVE_MOVES.left,
	LIVE_MOVES.right,
	LIVE_MOVES.mouth
];
const still = (looks: readonly Look[]): Look[] =>
	looks.filter(({ at }) => !SPANS.some(([from, to]) => at % LIVE_S > from && at % LIVE_S < to));

const only = ({ at, faces }: Look): MeasuredFace => {
	expect(faces, `faces at ${at} s`).toHaveLength(1);
	return faces[0] as MeasuredFace;
};

const range = (values: readonly number[]): string =>
	`${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;

function expectFrontal(look: Look): void {
	const face = only(look);
	const at = `at ${look.at} s`;
	expect(face.widthPx, at).toBeGreaterThan(GATES.widthPx);
	expect(face.luma, at).toBeGreaterThan(GATES.luma);
	for (const angle of ['yaw', 'pitch', 'roll'] as const)
		expect(Math.abs(face[angle]), `${angle} ${at}`).toBeLessThan(GATES[angle]);
	expect(face.blink, at).toBeLessThan(BLINK / 2);
	expect(face.jawOpen, at).toBeLessThan(MOUTH / 2);
}

/** Every look in the held part of a move shows it. */
function expectMoves(looks: readonly Look[], moves: readonly (keyof typeof LIVE_MOVES)[]): void {
	const held = (span: Span): MeasuredFace[] => during(looks, middle(span)).map(only);
	const least = (values: readonly number[]): number => Math.min(...values);
	const { blinks, left, right, mouth } = LIVE_MOVES;
	if (moves.includes('blinks'))
		for (const span of blinks)
			expect(least(held(span).map((face) => face.blink))).toBeGreaterThan(BLINK);
	if (moves.includes('left'))
		expect(least(held(left).map((face) => face.yaw))).toBeGreaterThan(TURNED);
	if (moves.includes('right'))
		expect(least(held(right).map((face) => -face.yaw))).toBeGreaterThan(TURNED);
	if (moves.includes('mouth'))
		expect(least(held(mouth).map((face) => face.jawOpen))).toBeGreaterThan(MOUTH);
}

test('[C6] the net over each face lies where the landmarker sees it', async () => {
	for (const who of ['a', 'b'] as const) {
		const [faces] = await eye([await sourcePicture(who)]);
		const seen = faces?.[0]?.points ?? [];
		const off = meshPoints(who).map(([x, y], index) =>
			Math.hypot(x - (seen[index]?.[0] ?? 0), y - (seen[index]?.[1] ?? 0))
		);
		expect(Math.max(...off)).toBeLessThan(2);
	}
});

test('[C6] an ID photo has one face', async () => {
	for (const faces of await eye([await idPhoto('a'), await idPhoto('b')]))
		expect(faces).toHaveLength(1);
});

for (const name of ['right', 'other'] as const)
	test(`[C6] ${name}: passes the gates, and makes every move`, async () => {
		const looks = await looksAt(name);
		for (const look of still(looks)) expectFrontal(look);
		expectMoves(looks, ['blinks', 'left', 'right', 'mouth']);
		const yaws = looks.map((look) => only(look).yaw);
		console.log(`  ${name}: yaw ${range(yaws)}`);
		expect(Math.max(...yaws.map(Math.abs))).toBeLessThan(25);
	});

test('[C6] two: never less than two faces, each large enough', async () => {
	for (const { at, faces } of await looksAt('two')) {
		expect(faces, `at ${at} s`).toHaveLength(2);
		for (const { widthPx } of faces) expect(widthPx).toBeGreaterThan(GATES.widthPx);
	}
});

test('[C6] empty: nobody', async () => {
	for (const { faces } of await looksAt('empty')) expect(faces).toHaveLength(0);
});

test('[C6] dark: all the moves of a face that is there, too dark to be looked at', async () => {
	const looks = await looksAt('dark');
	expectMoves(looks, ['left', 'right', 'mouth']);
	for (const look of looks) expect(only(look).luma).toBeLessThan(GATES.luma * 0.7);
});

test('[C6] photo: a frontal face that moves, and never blinks, turns or opens its mouth', async () => {
	const faces = (await looksAt('photo')).map(only);
	for (const face of faces) {
		expect(face.widthPx).toBeGreaterThan(GATES.widthPx);
		expect(face.blink).toBeLessThan(BLINK / 2);
		expect(Math.abs(face.yaw)).toBeLessThan(GATES.yaw);
	}
	const mouths = faces.map(({ jawOpen }) => jawOpen);
	console.log(`  photo: a smile of ${range(mouths)} all the time`);
	expect(Math.max(...mouths) - Math.min(...mouths)).toBeLessThan(MOUTH / 2);
});

test('[C6] masked: blinks and turns, and its mouth is never seen to open', async () => {
	const looks = await looksAt('masked');
	expectMoves(looks, ['blinks', 'left', 'right']);
	for (const look of looks) expect(only(look).jawOpen).toBeLessThan(MOUTH / 2);
});

test('[C30] quiet: one face throughout, glances that are short, a mouth that speaks', async () => {
	const looks = await looksAt('quiet');
	const turned = looks.filter((look) => Math.abs(only(look).yaw) > GATES.yaw);
	for (const { at } of turned)
		expect(
			QUIET_GLANCES.some(([from, to]) => at > from && at < to),
			`at ${at} s`
		).toBe(true);
	for (const span of QUIET_GLANCES) expect(during(turned, span).length).toBeGreaterThan(0);
	expect(Math.max(...looks.map((look) => Math.abs(only(look).yaw)))).toBeLessThan(FAR_AWAY - 10);
	expect(Math.max(...looks.map((look) => only(look).jawOpen))).toBeGreaterThan(0.15);
});

test('[C30] unquiet: every state lasts from its second to the next one', async () => {
	const looks = await looksAt('unquiet');
	const state = (from: number, to: number): Look[] =>
		during(looks, [from + UNQUIET_MOVE_S, to - 0.1]);
	const u = UNQUIET;
	for (const look of [...state(u.quiet, u.left), ...state(u.back, u.second)]) expectFrontal(look);
	for (const look of [...state(u.alone, u.away), ...state(u.otherPerson, u.end)])
		expectFrontal(look);
	for (const { at, faces } of [...state(u.left, u.back), ...state(u.leftAgain, u.otherPerson)])
		expect(faces, `at ${at} s`).toHaveLength(0);
	for (const { at, faces } of state(u.second, u.alone)) expect(faces, `at ${at} s`).toHaveLength(2);
	const away = state(u.away, u.leftAgain).map((look) => Math.abs(only(look).yaw));
	console.log(`  unquiet: looks away by ${range(away)}°`);
	expect(Math.min(...away)).toBeGreaterThan(FAR_AWAY);
});

test('[C6] Chromium’s fake camera plays a film at the pace of its seconds', async () => {
	const path = findChromium();
	const browser = await chromium.launch({
		...(path ? { executablePath: path } : {}),
		args: [...FAKE_MEDIA_ARGS, await filmArg('right')]
	});
	try {
		const other = await browser.newPage();
		const seen = await openFaceEye(other);
		const shots = await other.evaluate(shoot, LIVE_MOVES.mouth[0]);
		const faces = await seen(shots.map(({ jpeg }) => Buffer.from(jpeg, 'base64')));
		const first = (turned: (yaw: number) => boolean): number =>
			shots[faces.findIndex(([face]) => face && turned(face.yaw))]?.at ?? NaN;
		const [left, right] = [first((yaw) => yaw > TURNED), first((yaw) => yaw < -TURNED)];
		expect(Math.abs(left - LIVE_MOVES.left[0] - 0.3)).toBeLessThan(0.8);
		expect(Math.abs(right - left - (LIVE_MOVES.right[0] - LIVE_MOVES.left[0]))).toBeLessThan(0.5);
	} finally {
		await browser.close();
	}
});

/** In the page: what the camera shows, by the seconds since it was opened. */
async function shoot(seconds: number): Promise<{ at: number; jpeg: string }[]> {
	const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
	const opened = performance.now();
	const video = document.createElement('video');
	[video.srcObject, video.muted] = [stream, true];
	await video.play();
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
	const shots: { at: number; jpeg: string }[] = [];
	for (let at = 0; at < seconds; at = (performance.now() - opened) / 1000) {
		canvas.getContext('2d')?.drawImage(video, 0, 0);
		shots.push({ at, jpeg: canvas.toDataURL('image/jpeg', 0.85).split(',')[1] ?? '' });
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return shots;
}
