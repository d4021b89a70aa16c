// A line of the log in words.
import type { AttemptEvent, EventData } from '../../attempt/events.ts';
import { loggedEvent } from '../../attempt/logged-event.ts';
import type { MessageKey, Params } from '../../shared/i18n.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { ReviewLogLine } from '../review.ts';

type Words = readonly [MessageKey, Params?];
type Event = Exclude<AttemptEvent, { type: 'attempt.frozen' }>;

export function logWords(i18n: I18n, line: ReviewLogLine): string {
	const [key, params] = wordsOf(i18n, line);
	return i18n.t(key, params);
}

function wordsOf(i18n: I18n, line: ReviewLogLine): Words {
	const { type } = line;
	// event 0 carries the whole exam; only that it was frozen is told
	if (type === 'attempt.frozen') return ['log.attempt.frozen'];
	const event = loggedEvent(line);
	return event ? eventWords(i18n, event as Event) : ['log.unknown', { type }];
}

function eventWords(i18n: I18n, event: Event): Words {
	const { t, megabytes } = i18n;
	switch (event.type) {
		case 'lease.opened':
			return ['log.lease.opened', { device: t(`log.device.${event.data.device}`) }];
		case 'lease.closed':
			return ['log.lease.closed', { reason: t(`log.reason.${event.data.reason}`) }];
		case 'stage.confirmed':
			return ['log.stage.confirmed', { stage: t(`staff.stage.${event.data.stage}`) }];
		case 'lease.asked':
		case 'entry.allowed':
		case 'incident.commented':
		case 'details.disputed':
		case 'paper.opened':
		case 'help.sent':
		case 'help.answered':
		case 'help.seen':
		case 'warning.given':
		case 'warning.acknowledged':
		case 'details.settled':
		case 'upload.declared-lost':
		case 'phone.filming':
		case 'phone.stopped':
		case 'phone.waived':
		case 'timecode.shown':
		case 'face.admitted':
		case 'identity.confirmed':
		case 'results.published':
			return [`log.${event.type}`];
		case 'lease.answered':
			return [`log.lease.answered.${event.data.granted ? 'granted' : 'refused'}`];
		case 'lot.drawn':
			return ['log.lot.drawn', { number: event.data.number }];
		case 'pledge.signed':
			return [`log.pledge.signed.${event.data.way}`];
		case 'question.answered':
			return ['log.question.answered', { question: event.data.question }];
		case 'time.granted':
			return ['log.time.granted', { length: i18n.length(event.data.ms) }];
		case 'time.lost':
			return ['log.time.lost', { length: i18n.length(event.data.ms) }];
		case 'act.undone':
			return ['log.act.undone', { act: t(`log.undone.${event.data.act}`) }];
		case 'incident.judged': {
			const { verdict, review } = event.data;
			return [
				`log.incident.${review ? 'reviewed' : 'judged'}`,
				{ verdict: t(`verdict.${verdict}`) }
			];
		}
		case 'interview.started':
			return ['log.interview.started', { by: t(`log.by.${event.data.by}`) }];
		case 'interview.ended':
			return ['log.interview.ended', { by: t(`log.by.${event.data.by}`) }];
		case 'face.consent':
			return [`log.face.consent.${event.data.given ? 'given' : 'declined'}`];
		case 'face.checked':
			return faceWords(i18n, event.data);
		case 'phone.swept':
			return [`log.phone.swept.${event.data.way}`, { sectors: event.data.sectors }];
		case 'phone.interrupted':
			return [`log.phone.interrupted.${event.data.why}`];
		case 'part.announced':
			return ['log.part.announced', { track: t(`track.${event.data.track}`) }];
		case 'part.verified':
			return ['log.part.verified', { size: megabytes(event.data.bytes) }];
		case 'manifest.closed':
			return ['log.manifest.closed', { count: event.data.parts.length }];
		case 'upload.completed': {
			const { parts, bytes } = event.data;
			return ['log.upload.completed', { parts, size: megabytes(bytes) }];
		}
		case 'incident.noted':
			return incidentWords(i18n, event.data);
		case 'device.checked':
			return ['log.device.checked', { browser: event.data.browser, system: event.data.system }];
	}
}

function faceWords({ t }: I18n, { verdict, fault }: EventData<'face.checked'>): Words {
	if (verdict !== 'again') return [`log.face.checked.${verdict}`];
	return ['log.face.checked.refused', { fault: t(`log.face.fault.${fault ?? 'unsure'}`) }];
}

/** It is told when it begins and when it is over; what is over at once is told once. */
function incidentWords(i18n: I18n, data: EventData<'incident.noted'>): Words {
	const { kind, from, until, times = 1 } = data;
	const incident = i18n.t(`incident.${kind}`);
	if (until === null || until <= from) return ['log.incident.noted', { incident }];
	const span = { incident, from: i18n.time(from), until: i18n.time(until) };
	return times > 1 ? ['log.incident.spans', { ...span, times }] : ['log.incident.span', span];
}
