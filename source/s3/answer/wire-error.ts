/** An error of the wire itself; its name is the code that users see. */
export class WireError extends Error {
	readonly status?: number;
	readonly requestId?: string;
	/** What the error named, by the service's own elements. */
	readonly fields: Readonly<Record<string, string>>;
	/** Tells the SDK to repeat a read. */
	readonly $retryable?: object;
	constructor(
		name: string,
		message: string,
		facts: {
			status?: number;
			requestId?: string;
			fields?: Readonly<Record<string, string>>;
		} = {},
	) {
		super(message);
		this.name = name;
		this.status = facts.status;
		this.requestId = facts.requestId;
		this.fields = facts.fields ?? {};
		if (name === 'CutAnswer') this.$retryable = {};
	}
}
