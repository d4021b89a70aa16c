import { atRoom } from '#lib/help/server/kit-help.ts';
import { getApp } from '#lib/server/app.ts';
import { answer } from '#lib/server/kit-json.ts';

export const GET = async (event) => {
	const { room } = await atRoom(event, 'chat.read');
	return answer({ entries: await getApp().help.notes.read(room) });
};
