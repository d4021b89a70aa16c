// Makes a JPEG of one picture, away from the page's thread.

export interface FrameRequest {
	readonly id: number;
	readonly picture: ImageBitmap;
	readonly mostBytes: number;
}
export interface FrameAnswer {
	readonly id: number;
	/** Null: not even a poor one is small enough. */
	readonly jpeg: Uint8Array<ArrayBuffer> | null;
}

const QUALITIES = [0.7, 0.5, 0.3];

addEventListener('message', ({ data: { id, picture, mostBytes } }: MessageEvent<FrameRequest>) => {
	const answer = (jpeg: FrameAnswer['jpeg']): void => {
		postMessage({ id, jpeg } satisfies FrameAnswer);
	};
	jpegOf(picture, mostBytes).then(answer, () => answer(null));
});

async function jpegOf(picture: ImageBitmap, mostBytes: number): Promise<FrameAnswer['jpeg']> {
	const canvas = new OffscreenCanvas(picture.width, picture.height);
	canvas.getContext('2d')?.drawImage(picture, 0, 0);
	picture.close();
	for (const quality of QUALITIES) {
		const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
		if (blob.size <= mostBytes) return new Uint8Array(await blob.arrayBuffer());
	}
	return null;
}
