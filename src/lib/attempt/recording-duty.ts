// A device's duty to its film, a computer's and a phone's alike: records while it should, comes back after a reload, and
// when it is over closes, sends, names every part; witnesses meanwhile; lets go of local copies only after publication.
// When to record, and what to tell of it, is its owner's. Pure: devices, vault and network are ports.
import type { DeviceRecording } from '../recording/device-recording.ts';
import type { Vault } from '../recording/ports.ts';
import type { Clock, Millis } from '../shared/clock.ts';
import { subject, type Observable } from '../shared/observable.ts';
import type { Timers } from '../shared/timers.ts';
import type { UploadLoop } from '../upload/upload-loop.ts';
import type { EventData } from './events.ts';
import type { HeardParts } from './heard-parts.ts';
import { offerLostParts } from './offer-again.ts';
import { createPartManifest } from './part-manifest.ts';
import { witnessesOf, type WitnessOfPart } from './witnessing.ts';

/** Of the device's link, what the duty needs. */
export interface DutyLink {
	readonly attempt: string;
	readonly lease: string;
	readonly clock: Clock;
	command(type: 'manifest.closed', data: EventData<'manifest.closed'>): Promise<unknown>;
	witness(parts: readonly WitnessOfPart[]): Promise<void>;
}

export interface DutyOptions {
	readonly link: DutyLink;
	readonly vault: Vault;
	readonly uploads: Pick<UploadLoop, 'state' | 'flush'>;
	readonly recording: Pick<DeviceRecording, 'record' | 'comeBack' | 'stop' | 'witnesses'>;
	readonly timers: Timers;
	/** `not-yet` leaves things as they are; a computer records from entry to the end, a phone from a touch to a touch. */
	wish(): 'not-yet' | 'record' | 'stop';
	/** What the server is heard to have of this device; null = nothing was heard yet. */
	heard(): HeardParts | null;
	/** C24: the results are out. */
	published(): boolean;
	readonly incidents?: DutyIncidents;
}

/** What is told of the recording, where the device tells it by itself. */
export interface DutyIncidents {
	/** It is taken up again. @param stopped it had stopped, for what was believed to be the end (C23) */
	reopened(stopped: boolean): void;
	/** While it records, whenever something may have changed. */
	look(): void;
	/** Nothing is to be recorded any more: what is still open is told before the parts are named. */
	close(): void;
}

export interface DutyState {
	readonly phase: 'preparing' | 'recording' | 'closing' | 'closed';
	/** It was taken up again, and what only a person can open has not come back yet. */
	readonly reopened: boolean;
	/** When it was taken up again last. */
	readonly resumedAt: Millis | null;
}

export interface RecordingDuty extends Observable<DutyState> {
	/** A person begins it on this page: its devices are open, nothing has to come back. */
	beginsHere(): void;
	/** Whenever what is wished may have changed, and every now and then. */
	follow(): void;
	/** A person's touch has opened what could not come back by itself. */
	cameBack(): void;
	/** The page is left; resolves once the last slice is in the vault. */
	close(): Promise<void>;
}

const KEEP_HOUSE_MS = 1000;
const WITNESS_MS = 5000;

export function createRecordingDuty(options: DutyOptions): RecordingDuty {
	const { link, vault, uploads, recording, timers, incidents } = options;
	const observed = subject<DutyState>({ phase: 'preparing', reopened: false, resumedAt: null });
	const manifest = createPartManifest({
		...{ attempt: link.attempt, lease: link.lease, vault, heard: options.heard },
		say: (data) => link.command('manifest.closed', data)
	});
	let begunHere = false;

	const change = (next: Partial<DutyState>): void => observed.set({ ...observed.state, ...next });
	const phase = (): DutyState['phase'] => observed.state.phase;

	function follow(): void {
		const wish = options.wish();
		const idle = phase() === 'preparing' || phase() === 'closed';
		if (wish === 'stop') stop();
		// closed: what this device took for the end while it was cut off was not (granted time, C23)
		else if (wish === 'record' && idle) begin();
		if (phase() === 'recording') incidents?.look();
	}

	/** C15: on a page that was opened later recording has to be taken up again. */
	function begin(): void {
		const stopped = phase() === 'closed';
		const again = stopped || !begunHere;
		// first: whoever listens to the rest may fail, and the film must not wait for it
		recording.record();
		if (again) recording.comeBack();
		change({
			phase: 'recording',
			...(again ? { reopened: true, resumedAt: link.clock.now() } : {})
		});
		if (again) incidents?.reopened(stopped);
	}

	/** C23: it stops by itself; then every part is named. */
	function stop(): void {
		if (phase() === 'closing' || phase() === 'closed') return;
		try {
			// before anything is closed: a recorder that is stopped is not interrupted
			incidents?.close();
		} finally {
			beginClosing();
		}
	}

	function beginClosing(): void {
		try {
			change({ phase: 'closing' });
		} finally {
			void recording.stop().then(closed);
		}
	}

	async function closed(): Promise<void> {
		try {
			change({ phase: 'closed' });
		} finally {
			uploads.flush();
			if (phase() === 'closed') await manifest.send();
		}
	}

	async function keepHouse(): Promise<void> {
		if (phase() === 'closed') await manifest.send();
		await offerLostParts(vault, link.attempt, options.heard);
		if (options.published()) await freeVerified();
	}

	/** C24: verified bytes only. */
	async function freeVerified(): Promise<void> {
		for (const { id, verified, freed } of uploads.state.parts)
			if (verified && !freed) await vault.free(id);
	}

	const witness = async (): Promise<void> =>
		link.witness(await witnessesOf(recording.witnesses(), vault, link.clock.now()));

	const stops = [every(timers, KEEP_HOUSE_MS, keepHouse), every(timers, WITNESS_MS, witness)];

	return {
		get state() {
			return observed.state;
		},
		subscribe: (listener) => observed.subscribe(listener),
		beginsHere: () => void (begunHere = true),
		follow,
		cameBack: () => change({ reopened: false }),
		async close() {
			for (const one of stops) one();
			await recording.stop();
		}
	};
}

/** One at a time; what fails is tried again the next time, and its error is the browser's to report. */
function every(timers: Timers, ms: number, work: () => Promise<void>): () => void {
	let callOff = (): void => {};
	let over = false;
	const next = (): void => {
		if (!over) callOff = timers.after(ms, () => void work().finally(next));
	};
	next();
	return () => {
		over = true;
		callOff();
	};
}
