import * as fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PingSchema } from '../live/device-messages.ts';
import { backlogOf, desktopReportOf } from './desktop-report.ts';

test('[I1] a computer says how much film is not on the server yet', () => {
	const part = (bytes: number, acked: number, verified = false) => ({ bytes, acked, verified });
	expect(backlogOf([])).toBe(0);
	expect(backlogOf([part(100, 40), part(50, 50), part(70, 0, true), part(30, 0)])).toBe(90);
	// a vault that has not been looked at since the last answer
	expect(backlogOf([part(10, 20)])).toBe(0);
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
