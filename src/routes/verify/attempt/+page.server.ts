import { getApp } from '#lib/server/app.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({ fingerprint: getApp().signingKey.fingerprint });
