// A video element that nobody sees, to take pictures out of a stream.

export interface StreamVideo {
	readonly element: HTMLVideoElement;
	close(): void;
}

/** Resolves at once; the first picture is there when `readyState` says so. */
export function streamVideo(stream: MediaStream): StreamVideo {
	const element = document.createElement('video');
	element.muted = true;
	element.playsInline = true;
	element.srcObject = stream;
	element.ariaHidden = 'true';
	// Safari stops drawing into a video that is not in the page or has no size
	element.style.cssText =
		'position:fixed;inset-block-end:0;inline-size:1px;block-size:1px;opacity:0;pointer-events:none';
	document.body.append(element);
	// refused only when it is removed again meanwhile
	element.play().catch(() => {});
	return {
		element,
		close() {
			element.pause();
			element.srcObject = null;
			element.remove();
		}
	};
}
