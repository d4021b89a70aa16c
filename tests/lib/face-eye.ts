// What the candidate's own landmarker (src/lib/shared/browser/face-landmarker.ts) sees in pictures, in a real Chromium
// without a server: modules, model and WebAssembly are answered out of this folder. Angles as in findings §5.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Page, Route } from 'playwright';
import ts from 'typescript';
import type { Measured, MeasuredFace } from './face-eye.worker.ts';

export type { Measured, MeasuredFace };

const ROOT = join(import.meta.dirname, '..', '..');
/** Nothing listens there: every request is answered by `answer`. */
const ORIGIN = 'http://localhost:1';
const TYPES: Readonly<Record<string, string>> = {
	'.js': 'text/javascript',
	'.mjs': 'text/javascript',
	'.ts': 'text/javascript',
	'.wasm': 'application/wasm'
};
const WORKER = '/tests/lib/face-eye.worker.ts';
/** An import map does not reach a worker: what `package.json` of the package says, said again. */
const PACKAGE = '/node_modules/@mediapipe/tasks-vision';
/** Pictures in one call: what they weigh goes through the debugger's wire. */
const AT_ONCE = 30;

type WithEye = typeof globalThis & { eye?: Worker };

/** @param page an empty one, used up by this @returns measures JPEG files, in their order */
export async function openFaceEye(
	page: Page
): Promise<(pictures: readonly Buffer[]) => Promise<Measured[]>> {
	await page.route(`${ORIGIN}/**`, answer);
	await page.goto(`${ORIGIN}/`);
	return async (pictures) => {
		const all: Measured[] = [];
		for (let from = 0; from < pictures.length; from += AT_ONCE) {
			const some = pictures.slice(from, from + AT_ONCE).map((file) => file.toString('base64'));
			all.push(...(await page.evaluate(look, { files: some, script: WORKER })));
		}
		return all;
	};
}

/** In the page. */
function look(asked: { files: readonly string[]; script: string }): Promise<Measured[]> {
	const page = globalThis as WithEye;
	const eye = (page.eye ??= new Worker(asked.script, { type: 'module' }));
	return new Promise((resolve, reject) => {
		eye.onmessage = ({ data }: MessageEvent<Measured[]>) => resolve(data);
		eye.onerror = ({ message }) => reject(new Error(message));
		eye.postMessage(asked.files);
	});
}

async function answer(route: Route): Promise<void> {
	const { pathname, search } = new URL(route.request().url());
	if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
	if (search === '?url')
		return route.fulfill({
			contentType: 'text/javascript',
			body: `export default ${JSON.stringify(pathname)}`
		});
	const file = await readFile(join(ROOT, pathname)).catch(() => null);
	if (!file) return route.fulfill({ status: 404 });
	const kind = extname(pathname);
	const body = kind === '.ts' ? inBrowser(file.toString()) : file;
	return route.fulfill({ contentType: TYPES[kind] ?? 'application/octet-stream', body });
}

function inBrowser(source: string): string {
	const { ESNext: module } = ts.ModuleKind;
	const options = { target: ts.ScriptTarget.ES2022, module, verbatimModuleSyntax: true };
	return ts
		.transpileModule(source, { compilerOptions: options })
		.outputText.replace("'@mediapipe/tasks-vision'", `'${PACKAGE}/vision_bundle.mjs'`)
		.replaceAll("'@mediapipe/tasks-vision/", `'${PACKAGE}/wasm/`);
}
