// A small valid file of an exam, for tests to break. Everything in it is invented.
import type { ExamFile } from '../exam-file.ts';

export const FILE_NOW = Date.UTC(2027, 0, 1);

/** One pixel. */
export const PIXEL =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const TEXT = { 'zh-CN': '示例', en: 'Sample' };

/** Two sittings (a mock one with a paper), three rooms, five candidates, four of staff. `tag` keeps two files apart. */
export function examFile(tag = ''): ExamFile {
	let count = 0;
	const candidate = (portrait = false) => {
		count += 1;
		return {
			name: `测试考生${count}`,
			idNumber: `0000001990010100${count}X`,
			admission: `T2027${tag}${count}`,
			position: '示例岗位',
			...(portrait ? { portrait: { type: 'image/png' as const, base64: PIXEL } } : {})
		};
	};
	return {
		format: 'duimian-exam',
		version: 1,
		exam: {
			code: `EXAM${tag}`,
			title: TEXT,
			window: { opensAt: '2027-01-08T00:00:00+08:00', closesAt: '2027-01-12T00:00:00+08:00' },
			rules: { loginOpensMinutesBefore: 30, entryOpensMinutesBefore: 10 },
			texts: { supportPhone: '400-000-0000', pledge: TEXT }
		},
		staff: [
			{
				account: `watch${tag}`,
				name: '测试监督员',
				roles: [{ role: 'invigilator', sitting: `S1${tag}`, room: '第一考场' }]
			},
			{ account: `tech${tag}`, name: '测试技术员', roles: [{ role: 'technician' }] },
			{
				account: `score${tag}`,
				name: '测试考官',
				roles: [{ role: 'examiner', room: '第二考场' }]
			},
			{
				account: `audit${tag}`,
				name: '测试总监督',
				roles: [{ role: 'auditor' }],
				password: 'a long sentence'
			}
		],
		sittings: [
			{
				code: `M1${tag}`,
				kind: 'mock',
				startsAt: '2027-01-09T09:00:00+08:00',
				minutes: 15,
				paper: {
					category: TEXT,
					pages: [
						{ questions: [{ number: 1, markdown: TEXT }] },
						{ questions: [{ number: 2, markdown: '看图。\n\n![图](one.png)' }] }
					],
					pictures: { 'one.png': `data:image/png;base64,${PIXEL}` }
				},
				rooms: [{ name: '第一考场', candidates: [candidate(true), candidate()] }]
			},
			{
				code: `S1${tag}`,
				kind: 'formal',
				startsAt: '2027-01-10T09:00:00+08:00',
				endsAt: '2027-01-10T09:20:00+08:00',
				paper: null,
				rooms: [
					{ name: '第一考场', candidates: [candidate(), candidate(true)] },
					{ name: '第二考场', candidates: [candidate()] }
				]
			}
		]
	};
}

type Step = string | number;

/** A copy with the member at `path` replaced; `undefined` takes it away. */
export function changed(file: unknown, path: readonly Step[], value: unknown): unknown {
	// not structuredClone: what is shared in the file must not be shared in the copy
	const copy: unknown = JSON.parse(JSON.stringify(file));
	let at = copy as Record<Step, unknown>;
	for (const step of path.slice(0, -1)) at = at[step] as Record<Step, unknown>;
	const last = path.at(-1) ?? '';
	if (value === undefined) Reflect.deleteProperty(at, last);
	else at[last] = value;
	return copy;
}

/** Every place in a JSON value, objects and lists included. */
export function placesIn(value: unknown, steps: readonly Step[] = []): (readonly Step[])[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const here = [...steps, Array.isArray(value) ? Number(key) : key];
		return [here, ...placesIn(inner, here)];
	});
}
