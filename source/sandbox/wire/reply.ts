import type {Body} from '../store/body.js';

/** An answer: a document, the bytes of an object, or nothing. */
export type Reply = {
	status: number;
	headers?: Record<string, string>;
	/** The operation keeps a body that is not text; it is dropped when it was sent. */
	body?: string | Body;
};

export type Outcome = Reply | Promise<Reply>;

/** What names an exchange to the support of a service. */
export type ExchangeIds = {
	requestId: string;
	hostId: string;
};
