import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../attempt/rules.ts';
import { DEFAULT_TEXTS } from './default-texts.ts';
import { definitionOf } from './exam-definition.ts';
import { fileOf } from './exam-export.ts';
import { checkExamFile } from './exam-file-checks.ts';
import { readJson } from './exam-file-text.ts';
import { FAULT_WORDS, faultLine, type FaultCode } from './exam-file-words.ts';
import { changed, examFile, FILE_NOW, PIXEL, placesIn } from './testing/exam-files.ts';

const FILE = examFile();
const check = (input: unknown) => checkExamFile(input, FILE_NOW);

function faultsIn(input: unknown): string[] {
	const checked = check(input);
	return checked.ok ? [] : checked.error.map(({ place, code }) => `${place} ${code}`);
}

function warningsIn(input: unknown): string[] {
	const checked = check(input);
	if (!checked.ok) throw new Error(checked.error.map(faultLine).join('\n'));
	return checked.value.warnings.map(({ place, code }) => `${place} ${code}`);
}

type Path = (string | number)[];
const FIRST: Path = ['sittings', 0, 'rooms', 0, 'candidates', 0];
const PAPER: Path = ['sittings', 0, 'paper'];
const FIRST_PLACE = 'sittings[0].rooms[0].candidates[0]';

test('[A2] a file that is right has no fault', () => {
	expect(faultsIn(FILE)).toEqual([]);
});

const WRONG: [path: Path, value: unknown, place: string, code: FaultCode][] = [
	[['format'], 'other', 'format', 'not-this-format'],
	[['version'], 2, 'version', 'not-this-format'],
	[['exam', 'title'], undefined, 'exam.title', 'missing'],
	[['exam', 'titel'], 'x', 'exam.titel', 'unknown-member'],
	[['exam', 'title'], 7, 'exam.title', 'wrong-type'],
	[['exam', 'title', 'zh-CN'], '  ', 'exam.title.zh-CN', 'empty'],
	[['exam', 'title'], 'a\u0000b', 'exam.title', 'bad-characters'],
	[['exam', 'texts', 'supportPhone'], undefined, 'exam.texts.supportPhone', 'missing'],
	[['exam', 'texts', 'helpVideo'], 'javascript:x', 'exam.texts.helpVideo', 'bad-address'],
	[['exam', 'code'], 'a b', 'exam.code', 'bad-code'],
	[['exam', 'rules', 'plan'], ['wait', 'devices'], 'exam.rules.plan', 'not-a-plan'],
	[['exam', 'rules', 'plan'], ['walk'], 'exam.rules.plan[0]', 'not-one-of'],
	[
		['exam', 'rules'],
		{ phone: 'required', plan: ['gate', 'wait', 'answer', 'upload', 'done'] },
		'exam.rules.plan',
		'phone-not-in-plan'
	],
	[
		['exam', 'rules', 'entryOpensMinutesBefore'],
		31,
		'exam.rules.entryOpensMinutesBefore',
		'entry-before-login'
	],
	[['exam', 'rules', 'camera'], { width: 640.5 }, 'exam.rules.camera.width', 'out-of-range'],
	[
		['exam', 'window', 'opensAt'],
		'2027-01-09T08:31+08:00',
		'exam.window.opensAt',
		'outside-window'
	],
	[
		['exam', 'window', 'closesAt'],
		'2027-01-10T09:19+08:00',
		'exam.window.closesAt',
		'outside-window'
	],
	[
		['exam', 'window', 'closesAt'],
		'2027-01-01T00:00Z',
		'exam.window.closesAt',
		'ends-before-start'
	],
	[['sittings', 0, 'kind'], 'both', 'sittings[0].kind', 'not-one-of'],
	[['sittings', 0, 'startsAt'], '2027-01-09 09:00', 'sittings[0].startsAt', 'bad-time'],
	[['sittings', 0, 'minutes'], undefined, 'sittings[0]', 'end-unclear'],
	[['sittings', 0, 'endsAt'], '2027-01-09T10:00+08:00', 'sittings[0]', 'end-unclear'],
	[['sittings', 0, 'minutes'], 0, 'sittings[0].minutes', 'ends-before-start'],
	[['sittings', 1, 'endsAt'], '2027-01-10T09:00+08:00', 'sittings[1].endsAt', 'ends-before-start'],
	[['sittings', 1, 'endsAt'], '2027-01-11T09:01+08:00', 'sittings[1].endsAt', 'too-long-sitting'],
	[['sittings', 0, 'rooms', 0, 'candidates'], [], 'sittings[0].rooms[0].candidates', 'empty'],
	[[...FIRST, 'idNumber'], '123', `${FIRST_PLACE}.idNumber`, 'bad-id-number'],
	[[...FIRST, 'admission'], 'x y z', `${FIRST_PLACE}.admission`, 'bad-admission'],
	[[...FIRST, 'name'], ' 甲', `${FIRST_PLACE}.name`, 'bad-characters'],
	[[...FIRST, 'position'], 'x'.repeat(101), `${FIRST_PLACE}.position`, 'too-long'],
	[[...FIRST, 'exempt'], ['phone', 'camera'], `${FIRST_PLACE}.exempt[1]`, 'not-one-of'],
	[[...FIRST, 'exempt'], 'phone', `${FIRST_PLACE}.exempt`, 'wrong-type'],
	[[...FIRST, 'portrait', 'type'], 'image/jpeg', `${FIRST_PLACE}.portrait`, 'bad-picture'],
	[[...FIRST, 'portrait', 'type'], 'image/svg+xml', `${FIRST_PLACE}.portrait.type`, 'not-one-of'],
	[[...FIRST, 'admission'], 'T20275', 'sittings[1].rooms[1].candidates[0].admission', 'duplicate'],
	[['staff', 0, 'account'], 'T20271', 'staff[0].account', 'duplicate'],
	[['staff', 0, 'account'], 'tech', 'staff[1].account', 'duplicate'],
	[['staff', 0, 'roles', 0, 'room'], '第九考场', 'staff[0].roles[0].room', 'unknown-room'],
	[['staff', 0, 'roles', 0, 'sitting'], 'M9', 'staff[0].roles[0].room', 'unknown-room'],
	[['staff', 0, 'roles', 0, 'sitting'], undefined, 'staff[0].roles[0].room', 'ambiguous-room'],
	[['staff', 0, 'roles', 0, 'room'], undefined, 'staff[0].roles[0]', 'room-needed'],
	[['staff', 0, 'roles', 0, 'role'], 'candidate', 'staff[0].roles[0].role', 'not-one-of'],
	[['staff', 3, 'password'], 'short', 'staff[3].password', 'short-password'],
	[[...PAPER, 'pages'], [], 'sittings[0].paper.pages', 'empty'],
	[
		[...PAPER, 'pages', 1, 'questions', 0, 'number'],
		3,
		'sittings[0].paper.pages[1].questions[0].number',
		'question-order'
	],
	[
		[...PAPER, 'pictures'],
		{},
		'sittings[0].paper.pages[1].questions[0].markdown',
		'picture-missing'
	],
	[
		[...PAPER, 'pages', 0, 'questions', 0, 'markdown', 'en'],
		'![x](https://example.org/x.png)',
		'sittings[0].paper.pages[0].questions[0].markdown.en',
		'picture-outside'
	],
	[
		[...PAPER, 'pictures', 'one.png'],
		`data:image/jpeg;base64,${PIXEL}`,
		'sittings[0].paper.pictures["one.png"]',
		'bad-picture'
	],
	[
		[...PAPER, 'pictures', 'a/b.png'],
		`data:image/png;base64,${PIXEL}`,
		'sittings[0].paper.pictures["a/b.png"]',
		'bad-picture-name'
	]
];

/** These make something else wrong, too. */
const WRONG_IN_TURN: typeof WRONG = [
	[
		['exam', 'rules', 'loginOpensMinutesBefore'],
		-1,
		'exam.rules.loginOpensMinutesBefore',
		'out-of-range'
	],
	[['sittings'], [], 'sittings', 'empty'],
	[['sittings', 1, 'code'], 'M1', 'sittings[1].code', 'duplicate'],
	[['sittings', 0, 'startsAt'], '2026-12-31T09:00Z', 'sittings[0].startsAt', 'in-the-past'],
	[['sittings', 1, 'rooms', 1, 'name'], '第一考场', 'sittings[1].rooms[1].name', 'duplicate']
];

describe('[A2] each fault is named with its place', () => {
	test.each(WRONG)('%j = %j → %s %s', (path, value, place, code) => {
		expect(faultsIn(changed(FILE, path, value))).toEqual([`${place} ${code}`]);
	});

	test.each(WRONG_IN_TURN)('%j = %j → %s %s, among others', (path, value, place, code) => {
		expect(faultsIn(changed(FILE, path, value))).toContain(`${place} ${code}`);
	});

	test('all of them at once, duplicates with both places', () => {
		let file = changed(FILE, [...FIRST, 'idNumber'], '123');
		file = changed(file, ['sittings', 1, 'rooms', 0, 'candidates', 1, 'admission'], 'T20272');
		file = changed(file, ['sittings', 0, 'startsAt'], '2026-01-09T09:00:00+08:00');
		file = changed(file, ['exam', 'window'], null);
		const checked = check(file);
		expect(checked.ok ? [] : checked.error.map(faultLine)).toEqual([
			`${FIRST_PLACE}.idNumber: 身份证件号应是 18 位：17 位数字，末位数字或 X / an ID number has 18 characters: 17 digits, then a digit or X`,
			'sittings[0].startsAt: 开考时间已过 / the start is in the past',
			'sittings[1].rooms[0].candidates[1].admission: 与 sittings[0].rooms[0].candidates[1].admission 重复：T20272 / the same as sittings[0].rooms[0].candidates[1].admission: T20272'
		]);
	});

	test('a paper above 5 MB, and quickly', () => {
		const heavy = `data:image/png;base64,${PIXEL.slice(0, 16)}${'A'.repeat(5_000_000)}`;
		const file = changed(FILE, [...PAPER, 'pictures', 'one.png'], heavy);
		expect(faultsIn(file)).toEqual(['sittings[0].paper paper-too-large']);
	});
});

test('[E1] an examiner holds no role that shows identities in the same exam', () => {
	const roles = [{ role: 'technician' }, { role: 'examiner' }];
	expect(faultsIn(changed(FILE, ['staff', 1, 'roles'], roles))).toEqual([
		'staff[1].roles[1].role blind-examiner'
	]);
});

test('[A2] a JSON slip is told with line and column; another encoding is told too', () => {
	const read = (text: string) => readJson(new TextEncoder().encode(text));
	const slip = read('{\n  "a": 1,\n  "b": x\n}');
	expect(!slip.ok && slip.error).toMatchObject({
		code: 'not-json',
		params: { line: 3, column: 8 }
	});
	const cut = read('{\n  "a": [1');
	expect(!cut.ok && cut.error).toMatchObject({
		code: 'json-ends',
		params: { line: 2, column: 10 }
	});
	const gbk = readJson(Uint8Array.of(0x22, 0xbf, 0xbc, 0x22));
	expect(!gbk.ok && gbk.error.code).toBe('not-utf8');
	expect(read('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
});

test('[C13] texts in one language are shown in both, and the English that is missing is told', () => {
	const file = changed(FILE, ['exam', 'texts', 'pledge'], { 'zh-CN': '承诺' });
	expect(warningsIn(file)).toContain('exam.texts.pledge english-missing');
	const checked = check(file);
	if (!checked.ok) throw new Error();
	const { texts } = definitionOf(checked.value.file);
	expect(texts.pledge).toEqual({ 'zh-CN': '承诺', en: '承诺' });
	expect(texts.notice).toEqual(DEFAULT_TEXTS.notice);
});

test('doubtful things are warned of, and imported', () => {
	const file = changed(FILE, [...PAPER, 'pages', 1, 'questions', 0, 'markdown'], '没有图');
	expect(warningsIn(file)).toContain('sittings[0].paper.pictures picture-unused');
	expect(warningsIn(file)).toContain(`${FIRST_PLACE}.idNumber id-checksum`);
	const real = changed(FILE, [...FIRST, 'idNumber'], '11010519491231002X');
	expect(warningsIn(real)).not.toContain(`${FIRST_PLACE}.idNumber id-checksum`);
});

test('[C6] with a face login everybody has a JPEG or PNG, but for those who are let off', () => {
	const needed = changed(FILE, ['exam', 'rules', 'face'], 'required');
	const missing = [
		'sittings[0].rooms[0].candidates[1].portrait portrait-missing',
		'sittings[1].rooms[0].candidates[0].portrait portrait-missing',
		'sittings[1].rooms[1].candidates[0].portrait portrait-missing'
	];
	expect(faultsIn(needed)).toEqual(missing);
	expect(faultsIn(FILE)).toEqual([]);
	const webp = { type: 'image/webp', base64: btoa('RIFF1234WEBPVP8 ') };
	const other = changed(needed, [...FIRST, 'portrait'], webp);
	expect(faultsIn(other)).toEqual([`${FIRST_PLACE}.portrait portrait-type`, ...missing]);
	expect(faultsIn(changed(FILE, [...FIRST, 'portrait'], webp))).toEqual([]);
	const exempt = changed(needed, ['sittings', 1, 'rooms', 1, 'candidates', 0, 'exempt'], ['face']);
	expect(faultsIn(exempt)).toEqual(missing.slice(0, 2));
	const others = changed(needed, ['sittings', 1, 'rooms', 1, 'candidates', 0, 'exempt'], ['phone']);
	expect(faultsIn(others)).toEqual(missing);
});

test('[C5] minutes of the file are the rules that an attempt freezes; what is left out is the default', () => {
	const rules = { loginOpensMinutesBefore: 45.5, camera: { videoKilobitsPerSecond: 800 } };
	const checked = check(changed(FILE, ['exam', 'rules'], rules));
	if (!checked.ok) throw new Error();
	expect(definitionOf(checked.value.file).rules).toEqual({
		...DEFAULT_RULES,
		loginOpensBeforeMs: 45.5 * 60_000,
		camera: { ...DEFAULT_RULES.camera, videoBitsPerSecond: 800_000 }
	});
});

test('[C14] a plan that has the phone’s stage is taken with and without a phone', () => {
	for (const phone of ['required', 'waived'] as const)
		expect(faultsIn(changed(FILE, ['exam', 'rules', 'phone'], phone))).toEqual([]);
});

test('[C14] who is let off what stands with the candidate, in one order; nobody is by default', () => {
	const exemptOf = (value: unknown) => {
		const checked = check(changed(FILE, [...FIRST, 'exempt'], value));
		if (!checked.ok) throw new Error(checked.error.map(faultLine).join('\n'));
		const exam = definitionOf(checked.value.file);
		const written = fileOf(exam).sittings[0]?.rooms[0]?.candidates[0]?.exempt;
		return [exam.sittings[0]?.rooms[0]?.candidates[0]?.exempt, written];
	};
	expect(exemptOf(['sweep', 'phone', 'sweep'])).toEqual([
		['phone', 'sweep'],
		['phone', 'sweep']
	]);
	expect(exemptOf(undefined)).toEqual([[], []]);
});

test('[A2] what is written out reads back to the same exam', () => {
	const checked = check(FILE);
	if (!checked.ok) throw new Error();
	const written = fileOf(definitionOf(checked.value.file));
	const again = check(JSON.parse(JSON.stringify(written)));
	if (!again.ok) throw new Error(again.error.map(faultLine).join('\n'));
	expect(fileOf(definitionOf(again.value.file))).toEqual(written);
});

const PLACES = placesIn(FILE);
const junk = fc.oneof(
	fc.jsonValue(),
	fc.string({ unit: 'binary' }),
	fc.constantFrom(undefined, null, -1, 1e300, '', '\u0000', '\ud800', [], {}, '__proto__')
);

test('[A2] whatever is broken: it is accepted, or each fault has a place and words; nothing throws', () => {
	const broken = fc.array(fc.tuple(fc.nat(PLACES.length - 1), junk), {
		minLength: 1,
		maxLength: 4
	});
	fc.assert(
		fc.property(broken, (changes) => {
			let file: unknown = FILE;
			for (const [at, value] of changes)
				try {
					file = changed(file, PLACES[at] ?? [], value);
				} catch {
					// an earlier change took this place away
				}
			const checked = check(file);
			if (checked.ok) return void definitionOf(checked.value.file);
			expect(checked.error.length).toBeGreaterThan(0);
			for (const one of checked.error) {
				expect(one.place).not.toBe('');
				// a member of the file may itself be called {0}; the words around the place are ours
				expect(faultLine(one).replace(one.place, '')).not.toMatch(/\{\w+\}/);
			}
		}),
		{ numRuns: 500 }
	);
	for (const input of [null, 1, 'x', [], undefined]) expect(check(input).ok).toBe(false);
});

test('each kind of fault has words in both languages', () => {
	for (const [zh, en] of Object.values(FAULT_WORDS)) {
		expect(zh).toMatch(/\p{Script=Han}/u);
		expect(en).not.toMatch(/\p{Script=Han}/u);
	}
});
