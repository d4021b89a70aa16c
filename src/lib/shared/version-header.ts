/** The build that made a page, on every page's answer: the service worker keeps only shells of its own. */
export const VERSION_HEADER = 'x-duimian-version';
