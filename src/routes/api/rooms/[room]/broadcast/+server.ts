import { atRoom, SayingSchema } from '#lib/help/server/kit-help.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';

/** Who would get it. */
export const GET = async (event) => {
	const { room } = await atRoom(event, 'chat.write');
	return answer(await getApp().help.broadcasts.audience(room));
};

export const POST = async (event) => {
	const { room, speaker } = await atRoom(event, 'chat.write');
	const saying = await parseBody(event, SayingSchema);
	const sent = await getApp().help.broadcasts.send(room, saying, speaker);
	return sent.ok ? answer(sent.value) : fail(sent.error.code);
};
