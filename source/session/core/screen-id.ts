/** Number of a screen within the session: answers for one that was left are dropped by it. */
export type ScreenId = number;
