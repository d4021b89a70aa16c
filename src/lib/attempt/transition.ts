// The one reducer of an attempt, run by server and device alike. Pure and total: an illegal event returns the
// same state and a reason, it never throws. What concerns parts and leases lies in files of their own.
import type { Millis } from '../shared/clock.ts';
import { isUploadComplete, type AttemptState } from './attempt-state.ts';
import type { AttemptEvent, EventData } from './events.ts';
import * as identity from './identity-transitions.ts';
import * as incident from './incident-transitions.ts';
import * as talk from './talk-transitions.ts';
import * as staff from './staff-transitions.ts';
import { leaseAnswered, leaseAsked, leaseClosed, leaseOpened } from './lease-transitions.ts';
import { already, no, thenComplete, yes, type Transition } from './outcome.ts';
import { announced, manifest, verified } from './part-transitions.ts';
import * as phone from './phone-transitions.ts';
import { entryStage, isBefore, stageAfter } from './stage.ts';
import { entryAt, officialEnd } from './time-rules.ts';

export type { Effect, Transition } from './outcome.ts';

/** Later than this after the start, the paper's opening is an incident: a person judges whether time was lost. */
const PAPER_LATE_MS = 5000;

/** @param at server time of the event; on a device, its estimate */
export function transition(state: AttemptState, event: AttemptEvent, at: Millis): Transition {
	switch (event.type) {
		case 'attempt.frozen':
			return no(state, 'attempt.wrong-stage', 'frozen twice');
		case 'lease.opened':
			return leaseOpened(state, event.data, at);
		case 'lease.closed':
			return leaseClosed(state, event.data, at);
		case 'lease.asked':
			return leaseAsked(state, event.data, at);
		case 'lease.answered':
			return leaseAnswered(state, event.data);
		case 'stage.confirmed':
			return stageConfirmed(state, event.data, at);
		case 'lot.drawn':
			return lotDrawn(state, event.data, at);
		case 'pledge.signed':
			return pledgeSigned(state, event.data, at);
		case 'entry.allowed':
			return state.entryAllowedAt === null ? yes({ ...state, entryAllowedAt: at }) : already(state);
		case 'details.disputed':
			return yes({ ...state, disputes: state.disputes + 1, disputeSettledAt: null });
		case 'details.settled':
			return staff.detailsSettled(state, at);
		case 'interview.started':
			return started(state, at);
		case 'paper.opened':
			return paperOpened(state, event.data, at);
		case 'question.answered':
			return questionAnswered(state, event.data, at);
		case 'help.sent':
			return talk.asked(state);
		case 'help.answered':
			return yes(state);
		case 'help.seen':
			return talk.seen(state, event.data);
		case 'warning.given':
			return talk.warned(state, event.data, at);
		case 'warning.acknowledged':
			return talk.acknowledged(state, event.data, at);
		case 'time.granted':
			return staff.timeGranted(state, event.data);
		case 'time.lost':
			return yes({ ...state, lostMs: state.lostMs + event.data.ms });
		case 'act.undone':
			return staff.undone(state, event.data, at);
		case 'incident.judged':
			return staff.judged(state, event.data, at);
		case 'interview.ended':
			return ended(state, event.data, at);
		case 'phone.swept':
			return phone.swept(state, event.data, at);
		case 'phone.filming':
			return phone.filming(state, event.data, at);
		case 'phone.interrupted':
			return phone.interrupted(state, event.data, at);
		case 'phone.stopped':
			return phone.stopped(state, event.data, at);
		case 'phone.waived':
			return phone.waived(state);
		case 'face.consent':
			return identity.consented(state, event.data, at);
		case 'face.checked':
			return identity.checked(state, event.data, at);
		case 'face.admitted':
			return identity.admitted(state, event.data, at);
		case 'identity.confirmed':
			return identity.confirmed(state);
		case 'timecode.shown':
			return yes(state);
		case 'part.announced':
			return announced(state, event.data);
		case 'part.verified':
			return verified(state, event.data);
		case 'manifest.closed':
			return manifest(state, event.data);
		case 'upload.completed':
			if (state.stage === 'done') return already(state);
			if (!isUploadComplete(state)) return no(state, 'attempt.upload-incomplete');
			return yes({ ...state, stage: 'done', uploadedAt: at, lostAt: null });
		case 'upload.declared-lost':
			return declaredLost(state, at);
		case 'incident.noted':
			return incident.noted(state, event.data, at);
		case 'incident.commented':
			return incident.commented(state, event.data);
		case 'device.checked':
			return yes({ ...state, passports: { ...state.passports, [event.data.device]: event.data } });
		case 'results.published':
			return state.published ? already(state) : yes({ ...state, published: true });
	}
}

function stageConfirmed(
	state: AttemptState,
	{ stage, at: told }: EventData<'stage.confirmed'>,
	now: Millis
): Transition {
	if (state.stage !== stage) return no(state, 'attempt.wrong-stage', state.stage);
	// a pledge is signed, not merely passed (C13)
	if (stage === 'pledge') return no(state, 'attempt.not-signed');
	const at = Math.min(told ?? now, now);
	const { plan } = state.frozen.rules;
	const enters = stage === entryStage(plan);
	if (enters) {
		const entry = entryAt(state, at);
		if (entry === 'not-open') return no(state, 'attempt.entry-not-open');
		if (entry === 'closed') return no(state, 'attempt.entry-closed');
	}
	// told again to a restored server, which may not have heard of the phone again yet
	if ((enters || stage === 'phone') && told === undefined) {
		const missing = phone.phoneMissing(state);
		if (missing) return no(state, missing);
	}
	return yes({
		...state,
		stage: stageAfter(plan, stage),
		enteredAt: enters ? at : state.enteredAt
	});
}

/** C12: the draw is fixed before anybody turns a number up, so the first one told stands. */
function lotDrawn(state: AttemptState, data: EventData<'lot.drawn'>, at: Millis): Transition {
	if (state.lot) return already(state);
	return yes({ ...state, lot: { number: data.number, of: data.of, at } });
}

function pledgeSigned(
	state: AttemptState,
	{ way }: EventData<'pledge.signed'>,
	at: Millis
): Transition {
	if (state.stage !== 'pledge') return no(state, 'attempt.wrong-stage', state.stage);
	// shortened for who comes late (C9), a signature for everybody else
	if (way === 'ticked' && at < state.frozen.startsAt) return no(state, 'attempt.not-signed');
	return yes({ ...state, signed: way, stage: stageAfter(state.frozen.rules.plan, 'pledge') });
}

/** C19: a condition, not an event that could be missed; whoever comes after the start second gets it then. */
function started(state: AttemptState, at: Millis): Transition {
	// the paper may have been opened on a device that was cut off, before this one came to the waiting page
	if (state.stage !== 'wait')
		return state.startedAt === null
			? no(state, 'attempt.wrong-stage', state.stage)
			: already(state);
	if (at < state.frozen.startsAt) return no(state, 'attempt.not-started');
	return yes({ ...state, stage: 'answer', startedAt: state.startedAt ?? startOf(state) });
}

/** The sitting's second, or the entry of somebody who came later: the same on both sides, whenever it is asked. */
const startOf = ({ frozen, enteredAt }: AttemptState): Millis =>
	Math.max(frozen.startsAt, enteredAt ?? 0);

/**
 * The device opened the paper, perhaps while it was cut off, and says so later (C22). It has answered then, whatever
 * stage the server believed it in; what was lost of the time is written down for a person to judge.
 */
function paperOpened(
	state: AttemptState,
	data: EventData<'paper.opened'>,
	now: Millis
): Transition {
	if (state.enteredAt === null) return no(state, 'attempt.wrong-stage', state.stage);
	const due = startOf(state);
	const at = Math.max(due, Math.min(data.at, now));
	if (now < due) return no(state, 'attempt.not-started');
	if (state.paperOpenedAt !== null) return already(state);
	const opened = { ...state, paperOpenedAt: at, startedAt: state.startedAt ?? due };
	if (at - due <= PAPER_LATE_MS) return yes(opened);
	const late = { kind: 'paper-late', from: due, until: at, track: null } as const;
	return yes(opened, [{ append: { type: 'incident.noted', data: late } }]);
}

/** C20: the first mark of each question stands; also when it is told after the end. */
function questionAnswered(
	state: AttemptState,
	data: EventData<'question.answered'>,
	now: Millis
): Transition {
	if (state.enteredAt === null) return no(state, 'attempt.wrong-stage', state.stage);
	const { question } = data;
	// a device's clock may be ahead: nobody has answered in the future
	const at = Math.min(data.at, now);
	if (at < startOf(state)) return no(state, 'attempt.not-started');
	if (at > (state.ended?.at ?? officialEnd(state))) return no(state, 'attempt.already-ended');
	if (state.chapters.some((chapter) => chapter.question === question)) return already(state);
	return yes({ ...state, chapters: [...state.chapters, { question, at }] });
}

/** C23: the earliest of official end, candidate's end and staff's end stands, in whatever order they become known. */
function ended(state: AttemptState, data: EventData<'interview.ended'>, now: Millis): Transition {
	const { startsAt } = state.frozen;
	if (data.by === 'candidate' && now < startsAt) return no(state, 'attempt.not-started');
	// a device's clock may be wrong before it has asked the server; nobody has ended before the start or in the future
	const said = Math.min(data.at, now, officialEnd(state));
	const at = data.by === 'candidate' ? Math.max(startsAt, said) : said;
	if (state.ended && at >= state.ended.at) return no(state, 'attempt.already-ended');
	const stage = isBefore(state.stage, 'upload') ? 'upload' : state.stage;
	const next: AttemptState = { ...state, stage, ended: { at, by: data.by }, request: null };
	const done = thenComplete(next);
	// said once, at the first end; whoever films again afterwards says until when
	const open = state.ended ? [] : phone.stillInterrupted(next);
	return done.refused ? done : { ...done, effects: [...open, ...done.effects] };
}

function declaredLost(state: AttemptState, at: Millis): Transition {
	if (state.stage === 'done') return no(state, 'attempt.wrong-stage', state.stage);
	if (!state.ended) return no(state, 'attempt.not-ended');
	return state.lostAt === null ? yes({ ...state, lostAt: at }) : already(state);
}
