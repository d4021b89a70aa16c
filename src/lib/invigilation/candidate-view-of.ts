// The projection of an attempt as its page of staff shows it (I2). Pure: facts in, plain data out.
import type { AttemptState } from '../attempt/attempt-state.ts';
import { hasDispute } from '../attempt/staff-transitions.ts';
import { whoDecides } from '../attempt/lease-admission.ts';
import { entryAt, officialEnd } from '../attempt/time-rules.ts';
import {
	may,
	mayAnywhere,
	PERMISSIONS,
	type Permission,
	type Person,
	type Place
} from '../accounts/permissions.ts';
import { phoneUnjudged, severityAt } from '../integrity/incident-summary.ts';
import type { Millis } from '../shared/clock.ts';
import type { CandidateView, CandidateIncident, CandidateTimes, Wait } from './candidate-view.ts';

/** Who acts, or sees the recording, has this page; of these two the one that this person holds. */
export function viewPermission(person: Person | null, place: Place | null): Permission {
	const sees = place ? may(person, 'recording.view', place) : mayAnywhere(person, 'recording.view');
	return sees ? 'recording.view' : 'attempt.act';
}

export const permissionsOf = (person: Person, place: Place): Permission[] =>
	PERMISSIONS.filter((permission) => may(person, permission, place));

type Told = Pick<
	CandidateView,
	'stage' | 'lot' | 'times' | 'identity' | 'waits' | 'incidents' | 'phoneNow' | 'more'
>;

export function candidateFacts(state: AttemptState, now: Millis): Told {
	const incidents = incidentsOf(state, now);
	return {
		...{ stage: state.stage, identity: state.identity, incidents },
		lot: state.lot?.number ?? null,
		times: timesOf(state),
		waits: waitsOf(state, incidents, now),
		phoneNow: phoneUnjudged(state, now),
		more: notKept(state)
	};
}

const timesOf = (state: AttemptState): CandidateTimes => ({
	startsAt: state.frozen.startsAt,
	endsAt: officialEnd(state),
	enteredAt: state.enteredAt,
	startedAt: state.startedAt,
	endedAt: state.ended?.at ?? null,
	chapters: state.chapters
});

/** In order of time. */
function incidentsOf(state: AttemptState, now: Millis): CandidateIncident[] {
	return Object.entries(state.incidents)
		.map(([key, one]) => ({
			...{ key, at: one.from, until: one.until, incident: one.kind },
			...{ track: one.track, times: one.times, severity: severityAt(state, one, now) },
			judgement: state.judgements[key] ?? null
		}))
		.sort((a, b) => a.at - b.at);
}

function notKept({ noticed, incidents }: AttemptState): number {
	const all = Object.values(noticed).reduce((sum, count) => sum + count, 0);
	return Math.max(0, all - Object.keys(incidents).length);
}

/** What is only noted needs nobody. */
export const isToJudge = ({ severity, judgement }: CandidateIncident): boolean =>
	severity !== 'note' && judgement === null;

export const isToReview = ({ judgement }: Pick<CandidateIncident, 'judgement'>): boolean =>
	judgement?.verdict === 'violation' && !judgement.reviewed;

function waitsOf(
	state: AttemptState,
	incidents: readonly CandidateIncident[],
	now: Millis
): Wait[] {
	const running = !state.ended && now < officialEnd(state);
	const late = state.enteredAt === null && entryAt(state, now) === 'closed';
	const unacknowledged = Object.values(state.warnings).filter((one) => one.acknowledgedAt === null);
	const uploading = !running && state.enteredAt !== null && state.stage !== 'done';
	const waits: readonly Wait[] = [
		wait('device-asking', running && state.request !== null && whoDecides(state) === 'staff'),
		wait('face-asking', running && state.lease === null && state.face.askedAt !== null),
		wait('entry-closed', running && late),
		wait('to-judge', incidents.filter(isToJudge).length),
		wait('to-review', incidents.filter(isToReview).length),
		wait('disputed', hasDispute(state)),
		wait('unacknowledged', running ? unacknowledged.length : 0),
		wait('upload-outstanding', uploading && state.lostAt === null)
	];
	return waits.filter(({ count }) => count > 0);
}

const wait = (kind: Wait['kind'], count: number | boolean): Wait => ({
	kind,
	count: Number(count)
});
