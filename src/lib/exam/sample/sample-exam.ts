// An invented exam for the demo and the tests, as a file that goes through the import like any other. Nobody in it
// exists: names like 测试考生甲, an impossible region 000000.
import { STAGES } from '../../attempt/stage.ts';
import type { Millis } from '../../shared/clock.ts';
import { formatInstant } from '../../shared/instant.ts';
import { FORMAT, VERSION, type ExamFile } from '../exam-file.ts';
import { SAMPLE_PAPER } from './sample-paper.ts';
import { drawnPortrait } from './sample-pictures.ts';

const STEMS = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const CHINA_MINUTES = 8 * 60;
const HOUR_MS = 3_600_000;
const WINDOW_AFTER_MS = 24 * HOUR_MS;

export const SAMPLE_STAFF = {
	invigilator: '测试监督员',
	technician: '测试技术员',
	administrator: '测试考务员',
	auditor: '测试总监督'
} as const;
export type SampleStaffRole = keyof typeof SAMPLE_STAFF;

export interface SampleWish {
	/** Of the exam and of its sitting; makes the admission numbers unique. */
	readonly code: string;
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	readonly candidates: number;
	/** Minutes after the start in which one may come in (C9). */
	readonly lateMinutes?: number;
	/** With a phone (C11), with or without its sweep (P3); none, when it is not given. */
	readonly phone?: 'required' | 'without-sweep';
	/** C6: with login by face, and these roster photos (JPEG, base64), the candidates in turn. */
	readonly faces?: readonly string[];
}

const ROOM = '第一考场';

export const sampleAccount = (role: SampleStaffRole, code: string): string =>
	`${role}-${code.toLowerCase()}`;

export function sampleExam(wish: SampleWish): ExamFile {
	const { code, startsAt, endsAt, candidates, lateMinutes = 3, phone, faces } = wish;
	const written = (instant: Millis): string => formatInstant(instant, CHINA_MINUTES);
	// the address is open at once, however far the start is
	const window = {
		opensAt: written(startsAt - 31 * 24 * HOUR_MS),
		closesAt: written(endsAt + WINDOW_AFTER_MS)
	};
	return {
		format: FORMAT,
		version: VERSION,
		exam: {
			code,
			title: {
				'zh-CN': '示例市 2026 年事业单位公开招聘面试',
				en: 'Sample City 2026 Public Institution Interviews'
			},
			window,
			rules: {
				...{ plan: [...STAGES], face: faces ? 'required' : 'waived' },
				phone: phone === undefined ? 'waived' : 'required',
				sweep: phone === 'without-sweep' ? 'waived' : 'required',
				loginClosesMinutesAfter: lateMinutes,
				watch: 'standard'
			},
			texts: { supportPhone: '400-000-0000' }
		},
		staff: Object.entries(SAMPLE_STAFF).map(([role, name]) => ({
			account: sampleAccount(role as SampleStaffRole, code),
			name,
			roles: [
				{
					role: role as SampleStaffRole,
					...(role === 'invigilator' ? { sitting: code, room: ROOM } : {})
				}
			]
		})),
		sittings: [
			{
				...{ code, kind: 'mock' },
				startsAt: written(startsAt),
				endsAt: written(endsAt),
				paper: SAMPLE_PAPER,
				rooms: [{ name: ROOM, candidates: sampleCandidates(code, candidates, faces) }]
			}
		]
	};
}

type Candidates = ExamFile['sittings'][number]['rooms'][number]['candidates'];

function sampleCandidates(code: string, count: number, faces?: readonly string[]): Candidates {
	const portraits = faces ?? [0, 1, 2].map(drawnPortrait);
	const type = faces ? 'image/jpeg' : 'image/png';
	return Array.from({ length: count }, (_, index) => ({
		name: `测试考生${STEMS[index % STEMS.length]}${index < STEMS.length ? '' : index + 1}`,
		idNumber: idNumber(index + 1),
		admission: `2026${code}${String(index + 1).padStart(2, '0')}`,
		position: '示例岗位',
		portrait: { type, base64: portraits[index % portraits.length] ?? '' }
	}));
}

/** Of a region that does not exist; as many as a day has numbers, then the next day's. */
function idNumber(count: number): string {
	const day = String(1 + Math.floor(count / 1000)).padStart(2, '0');
	return `000000199001${day}${String(count % 1000).padStart(3, '0')}X`;
}
