import * as fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PingSchema } from '../live/device-messages.ts';
import { backlogOf, desktopReportOf, filmsReach, type TrackFilm } from './desktop-report.ts';

test('[I1] a computer says how much film is not on the server yet', () => {
	const part = (bytes: number, acked: number, verified = false) => ({ bytes, acked, verified });
	expect(backlogOf([])).toBe(0);
	expect(backlogOf([part(100, 40), part(50, 50), part(70, 0, true), part(30, 0)])).toBe(90);
	// a vault that has not been looked at since the last answer
	expect(backlogOf([part(10, 20)])).toBe(0);
});

const film = (savedTo: number | null, safeTo: number | null, from = 0): TrackFilm => ({
	...{ savedTo, safeTo },
	from: savedTo === null && safeTo === null ? null : from
});

test('[I1] how far is of one track: the one that is furthest behind, of equals the one whose film is safe the least', () => {
	// the one has just been written, the other is on the server: neither is 50 behind
	expect(filmsReach([film(100, 98), film(60, 50)])).toEqual({ savedTo: 60, safeTo: 50 });
	expect(filmsReach([film(100, 60), film(90, 89)])).toEqual({ savedTo: 100, safeTo: 60 });
	expect(filmsReach([film(100, 90), film(95, 85)])).toEqual({ savedTo: 95, safeTo: 85 });
	// nothing of it is on the server
	expect(filmsReach([film(100, 98), film(100, null, 10)])).toEqual({ savedTo: 100, safeTo: 10 });
	// opened anew: one records again, what the other had filmed is behind all the same
	expect(filmsReach([film(90, 40), film(100, 98)])).toEqual({ savedTo: 90, safeTo: 40 });
	expect(filmsReach([film(null, 40), film(null, 30)])).toEqual({ savedTo: null, safeTo: 30 });
	expect(filmsReach([film(null, null), film(null, null)])).toEqual({ savedTo: null, safeTo: null });
});

test('[I1] [I2] the lag that is told is that of a track, and no track’s is longer', () => {
	const time = fc.integer({ min: 0, max: 1000 });
	const known = fc.option(time, { nil: null });
	const films = fc.array(fc.record({ savedTo: known, safeTo: known, from: time }), {
		minLength: 1,
		maxLength: 3
	});
	const lags = (all: readonly TrackFilm[]): number[] =>
		all.flatMap(({ savedTo, safeTo, from }) =>
			savedTo === null ? [] : [savedTo - (safeTo ?? from ?? savedTo)]
		);
	fc.assert(
		fc.property(films, (all) => {
			const { savedTo, safeTo } = filmsReach(all);
			const [told] = lags([{ savedTo, safeTo, from: null }]);
			expect(told ?? null).toEqual(lags(all).length > 0 ? Math.max(...lags(all)) : null);
		})
	);
});

test('[I1] whatever is measured, the server takes the report: a wrong one would cost the socket', () => {
	const number = fc.double({ min: -1e6, max: 4e12, noNaN: true });
	const known = fc.option(number, { nil: null });
	const battery = fc.record({
		level: fc.double({ min: 0, max: 1, noNaN: true }),
		charging: fc.boolean()
	});
	const facts = fc.record({
		battery: fc.option(battery, { nil: null }),
		...{ savedTo: known, safeTo: known, backlogBytes: number },
		errorMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: null })
	});
	fc.assert(
		fc.property(facts, (said) => {
			const report = desktopReportOf(said);
			const ping = v.safeParse(PingSchema, { v: 1, type: 'ping', sentAt: 1.5, report });
			expect(ping.success && ping.output.report).toEqual(report);
		})
	);
	expect(
		desktopReportOf({
			...{ battery: null, savedTo: 1000.4, safeTo: null },
			...{ backlogBytes: 5, errorMs: 20.3 }
		})
	).toEqual({ battery: null, savedTo: 1000, safeTo: null, backlogBytes: 5, roundTripMs: 41 });
});
