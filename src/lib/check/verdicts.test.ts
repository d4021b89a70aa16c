import { describe, expect, test } from 'vitest';
import { CHECK_LINES } from '../integrity/passport.ts';
import type { CheckFacts } from './facts.ts';
import { GOOD_FACTS, SAMPLE_NEEDS } from './testing/sample-facts.ts';
import { HEARD_PEAK, judge, SILENT_AFTER_MS, verdictsOf } from './verdicts.ts';

const of = (line: (typeof CHECK_LINES)[number], changes: CheckFacts) => {
	const finding = judge(line, { ...GOOD_FACTS, ...changes }, SAMPLE_NEEDS);
	const todo = finding?.todo ?? null;
	return (
		finding && [finding.verdict, todo !== null && typeof todo === 'object' ? todo.error : todo]
	);
};
const OK = ['ok', null];
const { camera, microphone, screens, latency, storage, browser, upload } = GOOD_FACTS;

test('[C4] all is well: every line is, and nothing is to do', () => {
	const verdicts = verdictsOf(GOOD_FACTS, SAMPLE_NEEDS, 'desktop');
	expect(verdicts).toEqual(Object.fromEntries(CHECK_LINES.map((line) => [line, 'ok'])));
});

test('[C4] what was not looked at has no verdict; a phone has no screens', () => {
	expect(verdictsOf({}, SAMPLE_NEEDS, 'desktop')).toEqual({});
	const phone = verdictsOf(GOOD_FACTS, SAMPLE_NEEDS, 'phone');
	expect(Object.keys(phone)).not.toContain('screens');
	expect(Object.keys(phone)).not.toContain('full-screen');
	expect(Object.keys(phone)).not.toContain('speaker');
	expect(Object.keys(phone)).toContain('camera');
});

describe('[C2, C4] the browser: capability decides, not its name', () => {
	const kind = (inApp: 'wechat' | 'other' | null) => ({ inApp, phone: false });
	test.for([
		[[], null, OK],
		[[], 'wechat', ['attention', 'browser-in-app']],
		[['screen-share'], 'wechat', ['failed', 'browser-in-app']],
		[['screen-share'], 'other', ['failed', 'browser-in-app']],
		[['recorder'], null, ['failed', 'browser-unfit']],
		[['secure-context', 'camera'], null, ['failed', 'browser-insecure']]
	] as const)('%j in %s', ([missing, inApp, expected]) => {
		const fact = { ...browser, browser: '?', missing, kind: kind(inApp) };
		expect(of('browser', { browser: fact })).toEqual(expected);
	});
});

test.for([
	[{}, OK],
	[{ width: 480, height: 640 }, OK],
	[{ width: 1280, height: 720 }, OK],
	[{ width: 639 }, ['attention', 'camera-small']],
	[{ height: 479 }, ['attention', 'camera-small']],
	[{ width: 1280, height: 360 }, ['attention', 'camera-small']],
	[{ frameRate: 12 }, OK],
	[{ frameRate: 11.9 }, ['attention', 'camera-slow']],
	[{ frameRate: 0 }, OK],
	[{ virtual: true }, ['attention', 'camera-virtual']]
] as const)('[C4] a camera with %j', ([changes, expected]) => {
	expect(of('camera', { camera: { ...camera, ...changes } })).toEqual(expected);
});

test.for([
	[{ peak: HEARD_PEAK, listenedMs: 0 }, OK],
	[{ peak: HEARD_PEAK - 0.01, listenedMs: SILENT_AFTER_MS - 1 }, null],
	[{ peak: HEARD_PEAK - 0.01, listenedMs: SILENT_AFTER_MS }, ['attention', 'microphone-silent']],
	[{ muted: true }, ['attention', 'microphone-muted']]
] as const)('[C4] a microphone with %j', ([changes, expected]) => {
	expect(of('microphone', { microphone: { ...microphone, ...changes } })).toEqual(expected);
});

test('[C4] what a browser does not tell is unknown, and no fault', () => {
	expect(of('battery', { battery: null })).toEqual(['unknown', null]);
	expect(of('screens', { screens: { ...screens, several: null } })).toEqual([
		...['unknown', 'screens-unknown']
	]);
	expect(of('storage', { storage: { ...storage, freeBytes: null } })).toEqual([
		...['unknown', 'storage-untold']
	]);
});

test('[C4, C25] a second display is told; counted, the count decides', () => {
	const several = { ...screens, several: true };
	expect(of('screens', { screens: several })).toEqual(['attention', 'screens-several']);
	expect(of('screens', { screens: { ...several, count: 1 } })).toEqual(OK);
	expect(of('screens', { screens: { ...screens, several: null, count: 2 } })).toEqual([
		...['attention', 'screens-several']
	]);
});

test.for([
	[undefined, null],
	['entered', OK],
	['refused', ['attention', 'full-screen-refused']],
	['unsupported', ['failed', 'full-screen-unsupported']]
] as const)('[C4] full screen %s', ([fullScreen, expected]) => {
	const { fullScreen: _, ...rest } = GOOD_FACTS;
	const finding = judge('full-screen', fullScreen ? { ...rest, fullScreen } : rest, SAMPLE_NEEDS);
	expect(finding && [finding.verdict, finding.todo]).toEqual(expected);
});

test('[C4] a battery that is charged enough or being charged', () => {
	const level = SAMPLE_NEEDS.batteryLevel;
	expect(of('battery', { battery: { level, charging: false } })).toEqual(OK);
	expect(of('battery', { battery: { level: level - 0.01, charging: false } })).toEqual([
		...['attention', 'battery-plug']
	]);
	expect(of('battery', { battery: { level: 0.05, charging: true } })).toEqual(OK);
});

test('[C4] an upload with a reserve, without one, and slower than what is filmed', () => {
	const { uploadKbps, filmKbps } = SAMPLE_NEEDS;
	const at = (kbps: number) => of('upload', { upload: { ...upload, kbps } });
	expect(at(uploadKbps)).toEqual(OK);
	expect(at(uploadKbps - 1)).toEqual(['attention', 'upload-slow']);
	expect(at(filmKbps)).toEqual(['attention', 'upload-slow']);
	expect(at(filmKbps - 1)).toEqual(['attention', 'upload-behind']);
});

test('[C4] latency and jitter at their bounds', () => {
	const at = (changes: object) => of('latency', { latency: { ...latency, ...changes } });
	expect(at({ latencyMs: 300, jitterMs: 100 })).toEqual(OK);
	expect(at({ latencyMs: 301 })).toEqual(['attention', 'latency-high']);
	expect(at({ jitterMs: 101 })).toEqual(['attention', 'latency-wavers']);
});

test('[C4] a clock is corrected; more than a minute is told', () => {
	const at = (clockAheadMs: number) => of('clock', { latency: { ...latency, clockAheadMs } });
	expect(at(60_000)).toEqual(OK);
	expect(at(-60_000)).toEqual(OK);
	expect(at(60_001)).toEqual(['attention', 'clock-far']);
	expect(at(-60_001)).toEqual(['attention', 'clock-far']);
});

test('[C4] storage against what this sitting films', () => {
	const at = (freeBytes: number) => of('storage', { storage: { ...storage, freeBytes } });
	expect(at(SAMPLE_NEEDS.storageBytes)).toEqual(OK);
	expect(at(SAMPLE_NEEDS.storageBytes - 1)).toEqual(['attention', 'storage-low']);
});

test.for([
	['device.camera-refused', ['failed', 'device.camera-refused']],
	['device.camera-missing', ['failed', 'device.camera-missing']],
	['device.camera-busy', ['failed', 'device.camera-busy']],
	['server.unreachable', ['failed', 'offline']],
	['server.busy', ['attention', 'busy']],
	['device.storage-full', ['failed', 'device.storage-full']],
	['check.unreachable', ['failed', 'offline']],
	['check.busy', ['attention', 'busy']],
	['check.busy-here', ['attention', 'busy']],
	['check.over', ['attention', 'check.over']],
	['check.film-differs', ['attention', 'check.film-differs']],
	['check.no-film', ['failed', 'check.no-film']],
	['check.storage-refused', ['failed', 'check.storage-refused']],
	['server.fault', ['attention', 'not-measured']]
] as const)('[C4] what failed with %s says what to do', ([failed, expected]) => {
	for (const line of ['camera', 'microphone', 'upload', 'latency', 'storage', 'recording'] as const)
		expect(of(line, { [line]: { failed } } as CheckFacts)).toEqual(expected);
});

test('[C4] a test recording without bytes is none', () => {
	expect(of('recording', { recording: { ms: 10_000, bytes: 0 } })).toEqual([
		...['attention', 'recording-empty']
	]);
});
