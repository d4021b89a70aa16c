// The pictures of one attempt's faces, for who judges them. Each look is on record, so nothing asks for them by itself.
import * as v from 'valibot';
import { ask } from '../../live/browser/ask.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { FacesView } from '../faces-view.ts';

const TIMEOUT_MS = 20_000;
// the server's own view, from the same origin and version
const Faces = v.custom<FacesView>((value) => typeof value === 'object' && value !== null);

export const lookAtFaces = (attempt: string): Promise<Result<FacesView, ErrorCode>> =>
	ask(`/api/face/attempts/${attempt}`, Faces, { timeoutMs: TIMEOUT_MS });
