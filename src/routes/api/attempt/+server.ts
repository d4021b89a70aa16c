import { answerView, requireDevice } from '#lib/attempt/server/kit-device.ts';

export const GET = async (event) => answerView(await requireDevice(event, 'attempt'));
