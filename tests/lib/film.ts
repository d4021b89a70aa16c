// Whether a film plays in a reviewer's browser: by Playwright's page or by puppeteer's, from the address that reviewers use.

/** A page of Playwright's or of puppeteer's. */
export interface Evaluating {
	evaluate<T>(script: (argument: string) => Promise<T>, argument: string): Promise<T>;
}

export interface PlayedFilm {
	/** As the server calls it. */
	readonly type: string;
	readonly durationS: number;
	readonly width: number;
	readonly height: number;
	/** Where the picture stood after a jump into the middle and half a second of playing. */
	readonly playedToS: number;
}

/** @param page logged in as somebody who may see the film @throws when it does not come to `canplay` */
export function playFilm(page: Evaluating, part: string): Promise<PlayedFilm> {
	return page.evaluate(async (url) => {
		const head = await fetch(url, { method: 'HEAD' });
		const type = head.headers.get('content-type') ?? '';
		const video = document.createElement('video');
		const happens = (event: string): Promise<unknown> =>
			new Promise((resolve, reject) => {
				video.addEventListener(event, resolve, { once: true });
				const wrong = (): void => reject(new Error(`${type}: ${video.error?.message ?? event}`));
				video.addEventListener('error', wrong, { once: true });
			});
		video.muted = true;
		video.preload = 'auto';
		video.src = url;
		await happens('canplay');
		const { duration: durationS, videoWidth: width, videoHeight: height } = video;
		const seeked = happens('seeked');
		video.currentTime = durationS / 2;
		await seeked;
		await video.play();
		while (video.currentTime < durationS / 2 + 0.5) await happens('timeupdate');
		video.pause();
		return { type, durationS, width, height, playedToS: video.currentTime };
	}, `/api/parts/${part}/film`);
}
