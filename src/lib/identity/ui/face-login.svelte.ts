// C6: one login by face, from the opened camera to the opened session. The page draws `view` and calls `actions`.
import type { FaceLoginActions, FaceLoginView } from './face-login-view.ts';

export interface FaceLoginOptions {
	/** Let in, the session's cookie is set: where the server says to go. */
	readonly entered: (next: string) => void;
}

export interface FaceLogin {
	readonly view: FaceLoginView;
	readonly actions: FaceLoginActions;
}

/** In the browser only (`onMount`). Begins by itself; `actions.close()` when the page is left. */
export function createFaceLogin(_options: FaceLoginOptions): FaceLogin {
	const view = $state.raw<FaceLoginView>({ kind: 'opening', part: null });
	return {
		get view() {
			return view;
		},
		actions: { begin() {}, close() {} }
	};
}
