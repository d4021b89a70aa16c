import { atRoom, NoteSchema } from '#lib/help/server/kit-help.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';

/** The whole record comes with the answer. */
export const POST = async (event) => {
	const { room, speaker } = await atRoom(event, 'attempt.act');
	const { notes } = getApp().help;
	const noted = await notes.note(room, await parseBody(event, NoteSchema), speaker);
	if (!noted.ok) return fail(noted.error.code);
	return answer({ entries: await notes.read(room) });
};
