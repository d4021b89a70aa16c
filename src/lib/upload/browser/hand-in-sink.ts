// Where the hand-in file is written: a file that the person chooses, where the browser can stream into it (Chrome,
// Edge); else it is gathered in Blobs, which the browser keeps on its disk, and handed over as a download.
import { download } from '../../shared/browser/download.ts';
import type { HandInSink } from './hand-in-file.ts';
import { HAND_IN_TYPE } from '../hand-in-format.ts';

interface FilePicker {
	showSaveFilePicker?(options: object): Promise<FileSystemFileHandle>;
}

/**
 * To be called inside a click: the browser asks where to.
 * @returns null when the person closed the dialog
 */
export async function openHandInSink(name: string): Promise<HandInSink | null> {
	const picker = window as FilePicker;
	if (!picker.showSaveFilePicker) return downloadSink(name);
	try {
		const handle = await picker.showSaveFilePicker({
			suggestedName: name,
			types: [{ accept: { 'application/octet-stream': [HAND_IN_TYPE] } }]
		});
		return streamSink(await handle.createWritable());
	} catch (problem) {
		if (problem instanceof DOMException && problem.name === 'AbortError') return null;
		// a policy of the computer forbids the dialog: the download is the other way
		return downloadSink(name);
	}
}

const streamSink = (stream: FileSystemWritableFileStream): HandInSink => ({
	write: (bytes) => stream.write(bytes),
	close: () => stream.close(),
	abort: () => stream.abort()
});

export function downloadSink(name: string): HandInSink {
	let pieces: Blob[] = [];
	return {
		write(bytes) {
			pieces.push(new Blob([bytes]));
			return Promise.resolve();
		},
		close() {
			download(new Blob(pieces, { type: 'application/octet-stream' }), name);
			return Promise.resolve();
		},
		abort() {
			pieces = [];
			return Promise.resolve();
		}
	};
}
