import type {SessionState, UploadsScreen} from '../../../session/core/state.js';
import {monthlyCostWords, type PriceSigns} from '../../../text/price-words.js';

/** What the uploads that the header counts cost in a month; undefined without a price, and where nothing is known. */
export function uploadsCost(
	{totals, shownSums, query, listing}: UploadsScreen,
	{connection}: Pick<SessionState, 'connection'>,
	signs: PriceSigns,
): string | undefined {
	const {count, sized, bytes} = shownSums ?? totals;
	// What is not read yet may be what the filter asks for.
	const mayBeMore = query.needsParts && totals.read + totals.unreadable < totals.count;
	const isLeast = sized < count || mayBeMore || listing !== 'ended';
	return monthlyCostWords(bytes, connection?.price, signs, isLeast);
}
