/** What is heard of an act by its answer; `lost`: none came, `inconclusive`: it does not tell what it did. */
export type Heard =
	| 'yes'
	/** A yes, and the upload was there all the same. */
	| 'none'
	| 'no-such-upload'
	| 'refused'
	| 'declined'
	| 'lost'
	| 'inconclusive';
