import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { FullReceipt } from './receipt-view.ts';

export interface ReceiptFact {
	readonly label: string;
	readonly value: string;
}

/** The receipt's lines in words, in their order; digests and lot stand apart. */
export function receiptFacts(receipt: FullReceipt, i18n: I18n): ReceiptFact[] {
	const { t, list } = i18n;
	const { exam, candidate, tracks, phone, answeredMs, incidents } = receipt;
	return [
		{ label: t('receipt.sitting'), value: list([exam.sittingCode, t(`exam.kind.${exam.kind}`)]) },
		{ label: t('receipt.candidate'), value: list([candidate.name, candidate.admission]) },
		...tracks.map(({ track, filmMs, bytes }) => ({
			label: t(`track.${track}`),
			// how long the film of another device is, this one does not know
			value: list([
				...(filmMs > 0 ? [i18n.length(filmMs)] : []),
				t('size.megabytes', { size: i18n.megabytes(bytes) })
			])
		})),
		...(phone === null ? [] : [{ label: t('receipt.phone'), value: t(`receipt.phone.${phone}`) }]),
		...(answeredMs === null ? [] : [{ label: t('done.answered'), value: i18n.length(answeredMs) }]),
		{
			label: t('incidents.title'),
			value:
				incidents.length === 0
					? t('incidents.none')
					: t('incidents.count', { count: incidents.length })
		}
	];
}
