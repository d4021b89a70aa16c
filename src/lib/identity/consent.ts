// C7: what a candidate is asked before any use of their face, and which text it was that they read.
import { DEFAULT_TEXTS } from '../exam/default-texts.ts';
import type { ExamTexts, Text } from '../attempt/rules.ts';
import { canonicalJson, sha256OfText } from '../shared/digest.ts';

const VERSION_CHARACTERS = 16;

/** An exam made before there was such a text asks in the house's words. */
export const consentText = ({ consent }: Pick<ExamTexts, 'consent'>): Text =>
	consent['zh-CN'] === '' ? DEFAULT_TEXTS.consent : consent;

/** The beginning of the SHA-256 of its RFC 8785 JSON, in hexadecimal: the log names the text by it. */
export const consentVersion = (text: Text): string =>
	sha256OfText(canonicalJson(text)).slice(0, VERSION_CHARACTERS);
