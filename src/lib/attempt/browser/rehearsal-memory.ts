// Whether the candidate has seen their own film play (the mock's rehearsal); outlives a reload of this tab.

export interface RehearsalMemory {
	played(): boolean;
	notePlayed(): void;
}

export function rehearsalMemory(attempt: string): RehearsalMemory {
	const key = `film-played:${attempt}`;
	let played = false;
	try {
		played = sessionStorage.getItem(key) !== null;
	} catch {
		// storage that is switched off remembers nothing, that is all
	}
	return {
		played: () => played,
		notePlayed() {
			played = true;
			try {
				sessionStorage.setItem(key, '1');
			} catch {
				// as above
			}
		}
	};
}
