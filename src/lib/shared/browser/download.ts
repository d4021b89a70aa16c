/** Time for the browser to begin the download before its address ends. */
const DOWNLOAD_MS = 60_000;

/** Hands a file over as a download. */
export function download(file: Blob, name: string): void {
	const url = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => {
		URL.revokeObjectURL(url);
	}, DOWNLOAD_MS);
}
