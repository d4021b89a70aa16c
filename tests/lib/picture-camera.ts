// A camera that looks at a picture given by the test, as a phone's looks at a screen: 1280×720, a little grey around.
import type { BrowserContext, Page } from 'playwright';

interface CameraPicture {
	cameraPicture?: { readonly png: string; readonly width: number };
}

/** From now on every camera of this context shows what `showToCamera` gave last; grey before. */
export async function withPictureCamera(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		const media = navigator.mediaDevices as MediaDevices | undefined;
		if (!media) return;
		media.getUserMedia = async () => {
			const shown = (globalThis as CameraPicture).cameraPicture;
			const picture = new Image();
			if (shown) picture.src = `data:image/png;base64,${shown.png}`;
			if (shown) await picture.decode();
			const canvas = document.createElement('canvas');
			[canvas.width, canvas.height] = [1280, 720];
			const pen = canvas.getContext('2d');
			const draw = (): void => {
				if (!pen) return;
				pen.fillStyle = '#6f6a62';
				pen.fillRect(0, 0, canvas.width, canvas.height);
				const width = shown?.width ?? 0;
				const height = picture.width ? (width * picture.height) / picture.width : 0;
				pen.drawImage(picture, 660 - width / 2, 350 - height / 2, width, height);
			};
			draw();
			setInterval(draw, 1000 / 15);
			return canvas.captureStream(15);
		};
	});
}

/** @param width of the picture in the camera's, which is 1280 wide */
export async function showToCamera(page: Page, png: Buffer, width: number): Promise<void> {
	const picture = { png: png.toString('base64'), width };
	await page.evaluate((given) => {
		(globalThis as CameraPicture).cameraPicture = given;
	}, picture);
}
