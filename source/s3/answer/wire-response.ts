/** The parts of an HTTP answer that are read here. */
export type WireResponse = {
	statusCode: number;
	headers: Record<string, string>;
	body: unknown;
};

/** By what an answer is named in the log and in failures. */
export type Answered = {status?: number; requestId?: string};
