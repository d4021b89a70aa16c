import { answer } from '#lib/server/kit-json.ts';
import { getApp } from '#lib/server/app.ts';

/** The server's clock, for devices without a socket. */
export const GET = () => answer({ now: getApp().clock.now(), epoch: getApp().epoch });
