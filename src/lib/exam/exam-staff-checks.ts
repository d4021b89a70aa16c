// The staff of an exam's file: rooms that exist, and examiners who see nobody's identity (E1).
import type { Say } from './exam-file-checks.ts';
import type { ExamFile } from './exam-file.ts';

export function checkStaff(file: ExamFile, say: Say): void {
	file.staff?.forEach(({ roles }, at) => {
		const place = `staff[${at}].roles`;
		const seen = new Map<string, string>();
		roles.forEach((held, index) => {
			const here = `${place}[${index}]`;
			checkRoom(file, held, here, say);
			const value = [held.role, held.sitting, held.room].filter(Boolean).join(' ');
			const other = seen.get(value);
			if (other === undefined) seen.set(value, here);
			else say(here, 'duplicate', { other, value });
		});
		const examines = roles.findIndex(({ role }) => role === 'examiner');
		if (examines >= 0 && roles.some(({ role }) => role !== 'examiner'))
			say(`${place}[${examines}].role`, 'blind-examiner');
	});
}

/** A room is named alone while its name is there once; otherwise with its sitting. */
function checkRoom(
	{ sittings }: ExamFile,
	{ sitting, room }: { sitting?: string | undefined; room?: string | undefined },
	place: string,
	say: Say
): void {
	if (room === undefined) {
		if (sitting !== undefined) say(place, 'room-needed');
		return;
	}
	const places = sittings.filter(
		({ code, rooms }) =>
			(sitting === undefined || code === sitting) && rooms.some(({ name }) => name === room)
	);
	if (places.length === 0)
		say(`${place}.room`, 'unknown-room', { room: [sitting, room].filter(Boolean).join(' ') });
	if (sitting === undefined && places.length > 1) say(`${place}.room`, 'ambiguous-room', { room });
}
