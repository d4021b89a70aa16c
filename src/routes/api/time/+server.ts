import { answer } from '#lib/attempt/server/kit-device.ts';
import { getApp } from '#lib/server/app.ts';

/** The server's clock, for devices without a socket. */
export const GET = () => answer({ now: getApp().clock.now(), epoch: getApp().epoch });
