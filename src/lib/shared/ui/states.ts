/** How a thing is. Always shown as colour, shape and word together. */
export type State = 'idle' | 'busy' | 'ok' | 'attention' | 'danger';

/** The way to the server, as a status bar tells it. `since` in server ms. */
export type ConnectionView =
	| { readonly state: 'connected' }
	| { readonly state: 'connecting' }
	| { readonly state: 'lost'; readonly since: number };
