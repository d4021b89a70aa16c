// The candidate's own incidents (C24, C34): what the log says, what they said to it, and what of that still waits here.
// Pure.
import type { CommentView, IncidentView } from '../../integrity/ui/watch-view.ts';
import type { Command } from '../../live/requests.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { OwnComment } from '../device-view.ts';
import { MAX_COMMENTS } from '../incident-transitions.ts';

/** In order of time. @param state with what waits here, so that a sixth comment is not begun */
export function incidentViews(
	state: Pick<AttemptState, 'incidents'>,
	sent: readonly OwnComment[],
	pending: readonly Command[],
	connected: boolean
): IncidentView[] {
	const said = [...sent.map(sentComment), ...waitingComments(sent, pending, connected)];
	return Object.entries(state.incidents)
		.map(([key, { kind, track, from, until, times, comments: known }]) => {
			const comments = said.flatMap(({ incident, ...comment }) =>
				incident === key ? [comment] : []
			);
			const mayComment = Math.max(known, comments.length) < MAX_COMMENTS;
			return { key, kind, track, from, until, times, comments, mayComment };
		})
		.sort((a, b) => a.from - b.from);
}

type Said = CommentView & { readonly incident: string };

const sentComment = (comment: OwnComment): Said => ({ ...comment, state: 'sent' });

function waitingComments(
	sent: readonly OwnComment[],
	pending: readonly Command[],
	connected: boolean
): Said[] {
	const known = new Set(sent.map(({ id }) => id));
	return pending.flatMap((command): Said[] =>
		command.type === 'incident.commented' && !known.has(command.id)
			? [
					{
						id: command.id,
						incident: command.data.incident,
						text: command.payload.text,
						at: command.clientAt,
						state: connected ? 'sending' : 'waiting'
					}
				]
			: []
	);
}
