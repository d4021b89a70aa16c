// One small picture of a tile: the newest that came, drawn on its canvas while the tile is in view. Drawing renders
// nothing of the page; out of view only the compressed bytes are kept.
import type { Attachment } from 'svelte/attachments';
import type { Millis } from '../../../shared/clock.ts';

export class SmallPicture {
	/** When that came which is on the canvas; null = nothing is. */
	at: Millis | null = $state(null);
	#newest: { readonly at: Millis; readonly blob: Blob } | null = null;
	#drawn: Blob | null = null;
	#visible = false;
	#drawing = false;
	#canvas: HTMLCanvasElement | null = null;

	/** When the newest came, drawn or not. */
	get cameAt(): Millis | null {
		return this.#newest?.at ?? null;
	}

	readonly canvas: Attachment<HTMLCanvasElement> = (canvas) => {
		this.#canvas = canvas;
		this.#drawn = null;
		void this.#draw();
		return () => {
			this.#canvas = null;
		};
	};

	take(at: Millis, blob: Blob): void {
		if (this.#newest && this.#newest.at > at) return;
		this.#newest = { at, blob };
		void this.#draw();
	}

	/** Another device is in charge, which has shown nothing yet. @param until what came later is its own */
	forget(until: Millis): void {
		if (!this.#newest || this.#newest.at > until) return;
		this.#newest = null;
		this.#free();
	}

	show(visible: boolean): void {
		this.#visible = visible;
		if (visible) void this.#draw();
		else this.#free();
	}

	#free(): void {
		this.#canvas?.getContext('bitmaprenderer')?.transferFromImageBitmap(null);
		this.#drawn = null;
		this.at = null;
	}

	/** One at a time: of several that came meanwhile only the newest is decoded. */
	async #draw(): Promise<void> {
		if (this.#drawing) return;
		this.#drawing = true;
		try {
			for (let next = this.#due(); next; next = this.#due()) {
				this.#drawn = next.blob;
				const bitmap = await createImageBitmap(next.blob).catch(() => null);
				if (!bitmap) continue;
				// forgotten, or out of view, meanwhile
				if (this.#drawn === next.blob) this.#put(bitmap, next.at);
				else bitmap.close();
			}
		} finally {
			this.#drawing = false;
		}
	}

	#due(): { readonly at: Millis; readonly blob: Blob } | null {
		const due = this.#visible && this.#canvas && this.#newest?.blob !== this.#drawn;
		return due ? this.#newest : null;
	}

	#put(bitmap: ImageBitmap, at: Millis): void {
		const canvas = this.#visible ? this.#canvas : null;
		const context = canvas?.getContext('bitmaprenderer');
		if (!canvas || !context) return bitmap.close();
		// its proportions; set again only when they are others, which empties it
		if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
		if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
		context.transferFromImageBitmap(bitmap);
		this.at = at;
	}
}
