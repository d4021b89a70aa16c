import { HAND_IN_TYPE } from './hand-in-format.ts';

/** What a file system or a mail program may stumble over. */
const UNFIT = /[\\/:*?"<>|\s]+/g;

/**
 * `对面-SL0900-0017-20261128.duimian`
 * @param admission of which the last four digits are shown
 * @param day as `20261128`
 */
export const handInName = (sittingCode: string, admission: string, day: string): string =>
	`对面-${sittingCode}-${admission.slice(-4)}-${day}`.replace(UNFIT, '_') + HAND_IN_TYPE;
