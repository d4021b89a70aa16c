import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import { OpenCheckSchema } from '#lib/check/wire.ts';
import { getApp } from '#lib/server/app.ts';
import { bearerToken } from '#lib/upload/tus-headers.ts';

/** C4: a device check, for anybody; before login, any number of times. */
export const POST = async (event) => {
	await parseBody(event, OpenCheckSchema);
	const opened = await getApp().checks.open(event.getClientAddress());
	return opened.ok ? answer(opened.value) : fail(opened.error.code);
};

/** Everything of it is gone. Again: the same answer. */
export const DELETE = async ({ request }) => {
	const token = bearerToken(Object.fromEntries(request.headers));
	if (token === null) return fail('token.invalid');
	await getApp().checks.end(token);
	return answer({});
};
