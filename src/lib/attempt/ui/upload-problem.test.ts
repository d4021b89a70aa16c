import { expect, test } from 'vitest';
import { sampleUpload, uploadLine } from './testing/sample-room.ts';
import { uploadProblem } from './upload-problem.ts';

test('[C24] while it goes well, says that everything is safe here', () => {
	expect(uploadProblem(sampleUpload())).toEqual({
		kind: 'safe',
		missingBytes: 11_700_000,
		code: null
	});
});

test('[C24] what a person must act on comes before what mends itself', () => {
	const lines = [
		uploadLine({ track: 'camera', state: 'waiting-network' }),
		uploadLine({ track: 'screen', state: 'failed', code: 'token.invalid' })
	];
	const problem = uploadProblem({ lines, remainingMs: null, partsElsewhere: 0 });
	expect(problem).toEqual({ kind: 'failed', missingBytes: 23_400_000, code: 'token.invalid' });
});

test('[C24] a full server and a missing network are told apart', () => {
	expect(uploadProblem(sampleUpload({ state: 'waiting-space' }))?.kind).toBe('space');
	expect(uploadProblem(sampleUpload({ state: 'waiting-network' }))?.kind).toBe('network');
});

test('[C24] nothing to say once all has arrived, or when nothing lies here', () => {
	expect(uploadProblem(sampleUpload({ state: 'done' }))).toBeNull();
	expect(uploadProblem({ lines: [], remainingMs: null, partsElsewhere: 0 })).toBeNull();
});
