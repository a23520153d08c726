/** No request is begun any more: as many as are allowed are sent or under way. */
export class BudgetSpent extends Error {
	override readonly name = 'BudgetSpent';
}

/** Bounds how many requests are begun. What one look takes beyond its first request, and what is sent again, counts once it is sent. */
export class RequestBudget {
	readonly #most: number;
	readonly #sent: () => number;
	#begun = 0;
	#underWay = 0;

	/** @param sent how many requests have been answered, those that were sent again included. */
	constructor(most: number, sent: () => number) {
		this.#most = most;
		this.#sent = sent;
	}

	get isSpent(): boolean {
		return Math.max(this.#begun, this.#sent() + this.#underWay) >= this.#most;
	}

	/** Begins a request, or throws BudgetSpent. */
	async spend<T>(ask: () => Promise<T>): Promise<T> {
		if (this.isSpent) throw new BudgetSpent();
		this.#begun++;
		this.#underWay++;
		try {
			return await ask();
		} finally {
			this.#underWay--;
		}
	}
}
