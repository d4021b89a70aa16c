// C30: what leaves the picture, comes into it, looks away and sits down in another's place is found within five seconds;
// how soon, is measured here. Of a quiet film nothing is told: presence.pair.spec.ts, and three minutes in tests/soak.
import { candidateOf } from '../lib/demo.ts';
import { UNQUIET_MOVE_S } from '../lib/face-films.ts';
import { filmMoves } from '../lib/film-clock.ts';
import { expect, expectAccessible, test } from '../lib/fixtures.ts';
import { watchedInterview } from '../lib/presence.ts';

// the last of them has the portrait of somebody else
test.use({ demoOptions: { startIn: 500, minutes: 5, candidates: 3, face: true } });
test.setTimeout(400_000);

const FOUND_WITHIN_MS = 5000;
/** Away is away after five seconds, by the rule. */
const AWAY_MS = 5000;
/** A whole film, and the looks beside. */
const SAID_MS = 120_000;

test('[C30] found within five seconds each, with a picture, and said to the candidate', async ({
	demo
}) => {
	const interview = await watchedInterview(demo.url, candidateOf(demo, 0), 'unquiet');
	const { page, told } = interview;
	const found = async (kind: string, began: number, allowedMs = FOUND_WITHIN_MS) => {
		const begun = () =>
			told.find((one) => one.kind === kind && one.until === null && one.foundAt >= began);
		await expect.poll(begun, { timeout: 3 * allowedMs }).toMatchObject({ pictured: true });
		const took = (begun()?.foundAt ?? Infinity) - began;
		console.log(`  ${kind}: ${Math.round(took)} ms`);
		expect.soft(took, kind).toBeLessThan(allowedMs + UNQUIET_MOVE_S * 1000);
	};
	try {
		// looked for from now on: it stands there for as long as nobody is in the picture, some three seconds
		const said = page
			.getByRole('figure')
			.getByText(/^画面里看不到您。/)
			.waitFor({ timeout: SAID_MS });
		said.catch(() => {});
		const left = await filmMoves(page, 'left', Date.now());
		await found('no-face', left);
		await said;
		const second = await filmMoves(page, 'second', left);
		await found('several-faces', second);
		await expectAccessible(page);
		const away = await filmMoves(page, 'away', second);
		await found('looking-away', away, AWAY_MS + FOUND_WITHIN_MS);
		const before = await interview.otherFaces();
		const other = await filmMoves(page, 'otherPerson', away);
		await expect
			.poll(() => interview.otherFaces(), { intervals: [200], timeout: 15_000 })
			.toBeGreaterThan(before);
		const took = Date.now() - other;
		console.log(`  other-face: ${took} ms`);
		expect.soft(took, 'other-face').toBeLessThan(FOUND_WITHIN_MS + UNQUIET_MOVE_S * 1000);
		for (const kind of ['no-face', 'several-faces', 'looking-away'])
			expect(
				told.filter((one) => one.kind === kind && one.until !== null),
				kind
			).not.toEqual([]);
	} finally {
		await interview.close();
	}
});
