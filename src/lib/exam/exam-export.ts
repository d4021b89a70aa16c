// An exam as a file again. Everything is written out, nothing depends on this version's defaults, and the order is fixed,
// so that two files of the same exam are the same text.
import type { ExamRules, ExamTexts } from '../attempt/rules.ts';
import type { Encoding } from '../recording/encoding.ts';
import { formatInstant } from '../shared/instant.ts';
import type {
	CandidateDefinition,
	ExamDefinition,
	SittingDefinition,
	StaffMember
} from './exam-definition.ts';
import { FORMAT, VERSION, type ExamFile } from './exam-file.ts';
import { watchIn } from './exam-watch.ts';

/** The one zone of the country that these examinations are held in; readable, and exact wherever it is read. */
const CHINA_MINUTES = 8 * 60;
const MINUTE_MS = 60_000;

const written = (instant: number): string => formatInstant(instant, CHINA_MINUTES);
const by =
	<T>(key: (one: T) => string) =>
	(a: T, b: T): number =>
		key(a) < key(b) ? -1 : Number(key(a) > key(b));

/** Without passwords. */
export function fileOf(exam: ExamDefinition): ExamFile {
	const { title, ...texts } = textsOf(exam.texts);
	return {
		format: FORMAT,
		version: VERSION,
		exam: {
			code: exam.code,
			title,
			window: exam.window && {
				opensAt: written(exam.window.opensAt),
				closesAt: written(exam.window.closesAt)
			},
			rules: rulesIn(exam.rules),
			texts
		},
		staff: exam.staff.toSorted(by(({ account }) => account)).map(staffIn),
		sittings: exam.sittings
			.toSorted(by(({ startsAt, code }) => `${String(startsAt).padStart(16, '0')} ${code}`))
			.map(sittingIn)
	};
}

const textsOf = ({ title, guidance, process, pledge, notice, consent, ...others }: ExamTexts) => ({
	...{ title, guidance, process, pledge, notice, consent },
	prepared: others.prepared,
	supportPhone: others.supportPhone,
	helpVideo: others.helpVideo
});

function rulesIn(rules: ExamRules): ExamFile['exam']['rules'] {
	return {
		plan: rules.plan,
		loginOpensMinutesBefore: rules.loginOpensBeforeMs / MINUTE_MS,
		entryOpensMinutesBefore: rules.entryOpensBeforeMs / MINUTE_MS,
		loginClosesMinutesAfter: rules.loginClosesAfterMs / MINUTE_MS,
		mayComeBack: rules.mayComeBack,
		face: rules.face,
		phone: rules.phone,
		sweep: rules.sweep,
		invigilator: rules.invigilator,
		mayGrantTime: rules.mayGrantTime,
		camera: encodingIn(rules.camera),
		screen: encodingIn(rules.screen),
		evidence: encodingIn(rules.evidence),
		watch: watchIn(rules.watch)
	};
}

const encodingIn = ({ width, height, frameRate, ...bits }: Encoding) => ({
	...{ width, height, frameRate },
	videoKilobitsPerSecond: bits.videoBitsPerSecond / 1000,
	audioKilobitsPerSecond: bits.audioBitsPerSecond / 1000
});

function staffIn({ account, name, roles }: StaffMember): NonNullable<ExamFile['staff']>[number] {
	const lines = roles.map(({ role, at }) => ({ role, ...at }));
	return { account, name, roles: lines.toSorted(by((line) => JSON.stringify(line))) };
}

function sittingIn(sitting: SittingDefinition): ExamFile['sittings'][number] {
	const { code, kind, paper } = sitting;
	return {
		...{ code, kind },
		startsAt: written(sitting.startsAt),
		endsAt: written(sitting.endsAt),
		paper: paper && { ...paper, pages: paper.pages.map(pageIn) },
		rooms: sitting.rooms.toSorted(by(({ name }) => name)).map(({ name, candidates }) => ({
			name,
			candidates: candidates.toSorted(by(({ admission }) => admission)).map(candidateIn)
		}))
	};
}

type Page = NonNullable<SittingDefinition['paper']>['pages'][number];
const pageIn = ({ questions }: Page) => ({ questions: [...questions] });

const candidateIn = ({ name, idNumber, admission, ...others }: CandidateDefinition) => ({
	...{ name, idNumber, admission, position: others.position },
	...(others.portrait ? { portrait: others.portrait } : {}),
	exempt: [...others.exempt]
});
