// Instants as people write them: ISO 8601 with a zone. Strict (no 30 February, no missing zone), and without a clock.
import type { Millis } from './clock.ts';

const WRITTEN =
	/^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** @returns null when it is no instant: out of range, or without a zone */
export function parseInstant(text: string): Millis | null {
	const found = WRITTEN.exec(text);
	if (!found) return null;
	const part = (group: number): number => Number(found[group] ?? 0);
	const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(part) as Six;
	const ms = Number((found[7] ?? '').padEnd(3, '0'));
	const [zoneHours, zoneMinutes] = [part(9), part(10)];
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
	if (hour > 23 || minute > 59 || second > 59 || zoneHours > 14 || zoneMinutes > 59) return null;
	const offset = (found[8] === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes) * MINUTE_MS;
	const instant =
		daysBefore(year, month, day) * DAY_MS +
		((hour * 60 + minute) * 60 + second) * 1000 +
		ms -
		offset;
	return instant < 0 ? null : instant;
}
type Six = [number, number, number, number, number, number];

/** @param offsetMinutes of the zone it is written in, 480 = China. Milliseconds only when there are any. */
export function formatInstant(instant: Millis, offsetMinutes: number): string {
	const local = instant + offsetMinutes * MINUTE_MS;
	const { year, month, day } = dateOf(Math.floor(local / DAY_MS));
	const rest = local - Math.floor(local / DAY_MS) * DAY_MS;
	const [hours, minutes] = [Math.floor(rest / 3_600_000), Math.floor(rest / MINUTE_MS) % 60];
	const ms = rest % 1000;
	const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
	const time = `${two(hours)}:${two(minutes)}:${two(Math.floor(rest / 1000) % 60)}`;
	return `${date}T${time}${ms > 0 ? `.${String(ms).padStart(3, '0')}` : ''}${zoneText(offsetMinutes)}`;
}

function zoneText(offsetMinutes: number): string {
	const size = Math.abs(offsetMinutes);
	return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

function daysIn(year: number, month: number): number {
	if (month === 2) return isLeap(year) ? 29 : 28;
	return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days from 1970-01-01. The year is counted from March, so that a leap day is its last (H. Hinnant, days_from_civil). */
function daysBefore(year: number, month: number, day: number): number {
	const y = month <= 2 ? year - 1 : year;
	const era = Math.floor(y / 400);
	const yearOfEra = y - era * 400;
	const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
	const dayOfEra =
		yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	return era * 146_097 + dayOfEra - 719_468;
}

function dateOf(days: number): { year: number; month: number; day: number } {
	const z = days + 719_468;
	const era = Math.floor(z / 146_097);
	const dayOfEra = z - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra -
			Math.floor(dayOfEra / 1460) +
			Math.floor(dayOfEra / 36_524) -
			Math.floor(dayOfEra / 146_096)) /
			365
	);
	const dayOfYear =
		dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const mp = Math.floor((5 * dayOfYear + 2) / 153);
	const month = mp < 10 ? mp + 3 : mp - 9;
	return {
		year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
		month,
		day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1
	};
}
