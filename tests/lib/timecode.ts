// A camera whose picture is the time: every frame shows its own millisecond in black and white columns. A film can so
// be asked which instants it really holds, independently of what the recorder or the server believe about it.
import type { BrowserContext, Page } from 'playwright';

/** Bits of the millisecond shown: 2^22 ms ≈ 70 minutes until they repeat. */
const BITS = 22;

/** From now on every camera that a page of this context opens shows the time. The microphone stays Chromium's own. */
export async function withTimecodeCamera(context: BrowserContext): Promise<void> {
	await context.addInitScript((bits) => {
		const media = navigator.mediaDevices as MediaDevices | undefined;
		if (!media) return;
		const original = media.getUserMedia.bind(media);
		media.getUserMedia = async (constraints) => {
			const real = await original(constraints);
			const canvas = document.createElement('canvas');
			canvas.width = 640;
			canvas.height = 480;
			const pen = canvas.getContext('2d');
			const column = canvas.width / bits;
			const draw = (): void => {
				const now = Date.now() % 2 ** bits;
				for (let bit = 0; bit < bits; bit++) {
					if (!pen) return;
					pen.fillStyle = Math.floor(now / 2 ** bit) % 2 ? '#fff' : '#000';
					pen.fillRect(bit * column, 0, column, canvas.height);
				}
			};
			draw();
			setInterval(draw, 1000 / 15);
			const drawn = canvas.captureStream(15).getVideoTracks();
			for (const track of real.getVideoTracks()) track.stop();
			return new MediaStream([...drawn, ...real.getAudioTracks()]);
		};
	}, BITS);
}

export interface FilmReading {
	/** Seconds into the film that were asked for. */
	readonly asked: number;
	/** The instant that the frame there shows, ms modulo 2^22. */
	readonly shown: number;
	readonly durationS: number;
	/** How long the seek took. */
	readonly seekMs: number;
}

/** Plays `url` in `page` (same origin) and reads the frames at the given seconds; negative ones count from the end. */
export function readFilm(
	page: Page,
	url: string,
	seconds: readonly number[]
): Promise<FilmReading[]> {
	return page.evaluate(
		async ({ url: src, seconds: wanted, bits }) => {
			const video = document.createElement('video');
			video.muted = true;
			video.preload = 'auto';
			video.src = src;
			await new Promise((resolve, reject) => {
				video.onloadeddata = resolve;
				video.onerror = () => reject(new Error(`no film: ${video.error?.message ?? src}`));
			});
			const canvas = document.createElement('canvas');
			canvas.width = video.videoWidth;
			canvas.height = video.videoHeight;
			const pen = canvas.getContext('2d', { willReadFrequently: true });
			if (!pen) throw new Error('no canvas');
			const readings = [];
			for (const second of wanted) {
				const asked = second < 0 ? video.duration + second : Math.min(second, video.duration);
				const began = performance.now();
				video.currentTime = asked;
				await new Promise((resolve) => (video.onseeked = resolve));
				const seekMs = performance.now() - began;
				pen.drawImage(video, 0, 0);
				const { data } = pen.getImageData(0, canvas.height / 2, canvas.width, 1);
				let shown = 0;
				for (let bit = 0; bit < bits; bit++) {
					const x = Math.floor(((bit + 0.5) * canvas.width) / bits);
					if ((data[x * 4] ?? 0) > 127) shown += 2 ** bit;
				}
				readings.push({ asked, shown, durationS: video.duration, seekMs });
			}
			return readings;
		},
		{ url, seconds, bits: BITS }
	);
}

/** How far `instant` (ms) lies behind what a frame shows; negative: before it. */
export function behind(instant: number, shown: number): number {
	const turn = 2 ** BITS;
	const difference = (((instant - shown) % turn) + turn) % turn;
	return difference > turn / 2 ? difference - turn : difference;
}
