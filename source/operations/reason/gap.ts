/** Why a listing, or a look at the parts, proves nothing. */
export type GapCode =
	| 'listing-endless'
	| 'rows-dropped'
	| 'listing-denied'
	| 'listing-not-offered'
	| 'listing-failed'
	/** The listing at the end of a run is yet to come. */
	| 'listing-to-come'
	/** An unknown upload is answered with an empty list of parts. */
	| 'parts-empty'
	| 'parts-denied'
	| 'parts-not-offered'
	| 'parts-failed';

export type Gap = {
	readonly why: GapCode;
	/** Rows without a key or an upload id, where these are why: all others were given. */
	readonly dropped?: number;
};
