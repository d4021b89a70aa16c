// The addresses of one attempt that its page of staff asks (I2). Answers are of the same build: their version is checked,
// and what the page depends on.
import * as v from 'valibot';
import { ask } from '../../live/browser/ask.ts';
import { WIRE_VERSION } from '../../live/wire.ts';
import { CountField, IdField, MillisField } from '../../shared/fields.ts';
import { ok } from '../../shared/result.ts';
import type { CandidateApi } from '../candidate-ports.ts';
import type { CandidateView } from '../candidate-view.ts';
import { FROM_THE_FIRST } from '../candidate-request.ts';
import { fetchSmallPicture } from './small-picture-api.ts';
import { setWatched } from './wall-api.ts';

const version = v.literal(WIRE_VERSION);

const CandidateSchema = v.looseObject({
	...{ v: version, now: MillisField, epoch: v.string(), attempt: IdField, seq: CountField },
	...{ lines: v.array(v.looseObject({ seq: CountField })), older: v.boolean() }
});
const picture = v.object({ picture: v.nullable(v.string()) });
const NoticedSchema = v.looseObject({
	v: version,
	noticed: v.array(v.looseObject({ key: v.string(), sight: v.nullable(picture) }))
});

export function createCandidateApi(attempt: string): CandidateApi {
	const base = `/api/attempts/${attempt}`;
	return {
		async view(after) {
			const query = after === FROM_THE_FIRST ? '' : `?after=${String(after)}`;
			const told = await ask(`${base}/candidate${query}`, CandidateSchema);
			return told.ok ? ok(told.value as unknown as CandidateView) : told;
		},

		picture: (track) => fetchSmallPicture(attempt, track),

		async thumbnails() {
			const told = await ask(`/api/face/attempts/${attempt}`, NoticedSchema);
			if (!told.ok) return told;
			const seen = told.value.noticed.flatMap(({ key, sight }) =>
				sight?.picture ? [[key, `data:image/jpeg;base64,${sight.picture}`] as const] : []
			);
			return ok(Object.fromEntries(seen));
		},

		watch: ({ room, candidate }, watched) => setWatched(room.id, candidate.id, watched)
	};
}
