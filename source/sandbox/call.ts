import type {AtKey, Circumstances, InBucket} from './circumstances.js';
import type {Personality} from './personalities/personality.js';

type Answering = {
	/** The service whose answers are given. */
	personality: Personality;
};

/** What an operation is given. */
export type Call = Circumstances & Answering;

/** A call on a bucket that exists. */
export type BucketCall = InBucket & Answering;

/** A call on a key of such a bucket; whether there is an object is for the operation to see. */
export type ObjectCall = AtKey & Answering;
