// What is said of the candidate's picture: trouble first, then whether it is being recorded. Pure.
import { elapsedClock } from '../../shared/duration.ts';
import type { Translate } from '../../shared/i18n.ts';
import type { PictureView } from './devices-view.ts';

export const isFilmed = (picture: PictureView): boolean =>
	picture.state === 'live' && picture.recordingSince !== null;

export function pictureCaption(
	picture: PictureView,
	now: number | null,
	t: Translate
): string | null {
	if (picture.state !== 'live') return null;
	const { trouble, recordingSince: since } = picture;
	if (trouble !== null) return t(`picture.${trouble}`);
	if (since === null) return t('picture.preview');
	return t('picture.recording', { time: now === null ? '--:--' : elapsedClock(since, now) });
}
