// MediaRecorder behind the port SliceRecorder: each slice is told at the moment it comes, whoever reads it.
import { SLICE_MS } from '../part.ts';
import type { SliceEvents, SliceRecorder, SliceRun, SliceSettings } from '../ports.ts';
import type { CaptureSource } from './capture.ts';

export const isRecordable = (mime: string): boolean =>
	typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(mime);

export const mediaSlices: SliceRecorder<CaptureSource> = {
	start(source, settings, events) {
		try {
			return run(new MediaRecorder(source.stream, recorderOptions(settings)), events);
		} catch (problem) {
			queueMicrotask(() => {
				events.failed(String(problem));
				events.stopped();
			});
			return { nudge() {}, stop() {} };
		}
	}
};

/** Chrome's, ignored elsewhere; the DOM types do not know it yet. */
interface RecorderOptions extends MediaRecorderOptions {
	readonly videoKeyFrameIntervalDuration?: number;
}

const recorderOptions = (settings: SliceSettings): RecorderOptions => ({
	mimeType: settings.mime,
	videoBitsPerSecond: settings.videoBitsPerSecond,
	// a fragment of mp4 ends before a key frame: Chromium gave none for 8 s, then all at once (measured)
	...(settings.mime.startsWith('video/mp4') ? { videoKeyFrameIntervalDuration: SLICE_MS } : {}),
	...(settings.audioBitsPerSecond > 0 ? { audioBitsPerSecond: settings.audioBitsPerSecond } : {})
});

function run(recorder: MediaRecorder, events: SliceEvents): SliceRun {
	recorder.onstart = () => {
		events.started(recorder.mimeType);
	};
	recorder.ondataavailable = ({ data }) => {
		if (data.size > 0) events.started(recorder.mimeType);
		events.slice(data);
	};
	recorder.onerror = (event) => {
		events.failed(event.type);
	};
	recorder.onstop = () => {
		events.stopped();
	};
	recorder.start(SLICE_MS);
	return {
		nudge() {
			if (recorder.state === 'recording') recorder.requestData();
		},
		stop() {
			if (recorder.state !== 'inactive') recorder.stop();
		}
	};
}
