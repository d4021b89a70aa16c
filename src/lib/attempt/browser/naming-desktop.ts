// The candidate's computer as it owes its parts (part-manifest.ts).
import type { AttemptSession } from './attempt-session.ts';
import type { NamingDevice } from './part-manifest.ts';

export function namingDevice(session: AttemptSession): NamingDevice {
	const { attempt, lease } = session;
	return {
		attempt,
		lease,
		command: (type, data) => session.command(type, data),
		isNamed(parts) {
			const state = session.view()?.state;
			if (!state?.leases[lease]?.manifest) return false;
			return parts.every((part) => state.parts[part.id]?.declared?.sha256 === part.sha256);
		},
		known() {
			const view = session.view();
			if (!view) return null;
			const { epoch, state } = view;
			return { epoch, isVerified: (part) => Boolean(state.parts[part]?.verified) };
		}
	};
}
