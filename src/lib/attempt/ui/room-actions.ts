// What the candidate’s pages may ask for. Types alone.
import type { Signature } from '../event-payloads.ts';

/** Everything a candidate can do. Fire and forget: what comes of it shows in the view. */
export interface RoomActions {
	/** Open (or try again to open) camera and microphone. */
	openCamera(): void;
	refreshDevices(): void;
	selectCamera(id: string): void;
	selectMicrophone(id: string): void;
	/** Call inside a click: the browser asks for a gesture. */
	shareScreen(): void;
	/** The present stage is done: process, lot, notice, gate, devices, information. */
	confirm(): void;
	/** C12 */
	drawLot(): void;
	/** C13; null = ticked, for who comes late. */
	sign(signature: Signature | null): void;
	/** Call inside a click. */
	enterFullScreen(): void;
	/** 【刷新】 at the gate, 【刷新题目】 at the paper: ask the server again. */
	refresh(): void;
	/** C17 */
	disputeDetails(text: string): void;
	/** C21 */
	sendHelp(text: string): void;
	/** C21: what staff wrote is before the candidate. */
	seeHelp(): void;
	/** I3 */
	acknowledgeWarning(id: string): void;
	/** C20 */
	markAnswered(question: number): void;
	/** P5: another phone is wanted (after the candidate confirmed); its code is shown. */
	replacePhone(): void;
	/** Not after all: the code is taken back. */
	keepPhone(): void;
	/** Something shows the phone: its picture is fetched, and a code where none is bound. */
	watchPhone(watching: boolean): void;
	/** C7: after the candidate confirmed. */
	withdrawFace(): void;
	/** C34: what the candidate says to one of their incidents. */
	commentIncident(key: string, text: string): void;
	/** C19: the paper's key as read out or shown by the phone. */
	typeKey(text: string): void;
	/** C8 */
	answerRequest(granted: boolean): void;
	/** C8: on a page that another device has shut: ask for the attempt, to go on here. */
	continueHere(): void;
	/** The mock's rehearsal: cut this page off the network for a while, or load it anew. */
	rehearseCut(): void;
	rehearseReload(): void;
	/** Everything in `problem.tracks`, at one touch. */
	resumeRecording(): void;
	/** After the candidate confirmed. */
	endInterview(): void;
	retryUpload(): void;
	/** Call inside a click: the browser asks where to. */
	saveHandIn(): void;
	viewLocalVideo(): void;
	goHome(): void;
	/** Connect anew, or look again whether the other tab is gone. */
	retry(): void;
}
