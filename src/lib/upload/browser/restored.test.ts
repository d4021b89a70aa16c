// C24: a server that was restored from a backup asks again for what it had verified.
import { describe, expect, test } from 'vitest';
import { offerLostParts } from '../../attempt/offer-again.ts';
import { ATTEMPT } from '../../recording/testing/factories.ts';
import { close, id, record, until, uploadChain } from './testing/upload-chain.ts';

/** The server's word in its present epoch: it knows of no part. */
const restored = (epoch: string) => () => ({ epoch, isVerified: () => false });

async function verifiedPart() {
	const chain = uploadChain();
	await record(chain.vault, id(1), [50_000]);
	await close(chain.vault, id(1));
	const loop = chain.startLoop();
	await until(chain.time, () => loop.state.allVerified);
	return { ...chain, loop };
}

describe('[C24] after a backup', () => {
	test('what the server has lost goes up once more, and is said to be under way', async () => {
		const { time, vault, server, loop } = await verifiedPart();
		const sent = vault.bytes(id(1));
		server.forget(id(1));
		server.offline = true;
		await offerLostParts(vault, ATTEMPT, restored('new'));
		await time.advance(2000);
		expect(loop.state).toMatchObject({ allVerified: false, parts: [{ acked: 0 }] });
		server.offline = false;
		await until(time, () => loop.state.allVerified);
		expect(server.parts.get(id(1))).toEqual(sent);
		await loop.stop();
	});

	test('verified in this epoch it is left alone, whatever an older view says', async () => {
		const { vault, setEpoch, loop, server, time } = await verifiedPart();
		setEpoch('new');
		server.forget(id(1));
		await offerLostParts(vault, ATTEMPT, restored('new'));
		await time.advance(1500);
		await until(time, () => loop.state.allVerified);
		expect(await vault.part(id(1))).toMatchObject({ verified: true, verifiedIn: 'new' });
		const asked = server.seen.length;
		await offerLostParts(vault, ATTEMPT, restored('new'));
		await time.advance(5000);
		expect(server.seen.length).toBe(asked);
		await loop.stop();
	});

	test('freed here, it is verified by what still lies on the server’s disk', async () => {
		const { time, vault, server, loop } = await verifiedPart();
		await vault.free(id(1));
		await offerLostParts(vault, ATTEMPT, restored('new'));
		const asked = server.seen.length;
		await time.advance(1500);
		await until(time, () => loop.state.allVerified);
		expect(server.seen.slice(asked).map(({ method }) => method)).toEqual(['POST', 'POST']);
		await loop.stop();
	});

	test('freed here and lost there, it stays missing and is not said to be here', async () => {
		const { time, vault, server, loop } = await verifiedPart();
		await vault.free(id(1));
		server.forget(id(1));
		await offerLostParts(vault, ATTEMPT, restored('new'));
		await time.advance(60_000);
		expect(loop.state.parts[0]).toMatchObject({ verified: false, problem: 'part.incomplete' });
		expect(server.parts.get(id(1))?.byteLength).toBe(0);
		await loop.stop();
	});
});
