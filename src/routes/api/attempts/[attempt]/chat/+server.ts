import { afterOf, atAttempt, SayingSchema } from '#lib/help/server/kit-help.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';

export const GET = async (event) => {
	const { attempt } = await atAttempt(event, 'chat.read');
	const read = await getApp().help.chat.read(attempt, afterOf(event.url));
	return read.ok ? answer(read.value) : fail(read.error.code);
};

/** What is new comes with the answer. */
export const POST = async (event) => {
	const { attempt, speaker } = await atAttempt(event, 'chat.write');
	const { chat } = getApp().help;
	const said = await chat.say(attempt, await parseBody(event, SayingSchema), speaker);
	if (!said.ok) return fail(said.error.code);
	const read = await chat.read(attempt, afterOf(event.url));
	return read.ok ? answer(read.value) : fail(read.error.code);
};
