/**
 * `acl`: the object that an upload was completed to is made readable for anybody. `rules`: the rules of a bucket are
 * changed; its key and its upload id are `rulesKey`. `rescue`: missing parts are sent from a file.
 */
export type ActKind = 'complete' | 'abort' | 'acl' | 'rules' | 'rescue';

/** Why the journal takes no act, or not its end. */
export type JournalProblem =
	/** Another act on this upload stands in the way, sent at this time (ISO 8601) by this process. */
	| {
			readonly code: 'under-way' | 'unsettled' | 'key-must-be-typed';
			readonly id: string;
			readonly act: ActKind;
			readonly time: string;
			readonly pid: number;
	  }
	/**
	 * A line that cannot be understood may be of an act on this upload, on one of this key (`unread-line`), on any of the
	 * bucket or on any at all (`damaged`).
	 */
	| {
			readonly code: 'unread-line' | 'damaged';
			readonly line: string;
			readonly about: 'upload' | 'key' | 'bucket' | 'any';
			readonly file: string;
	  }
	/** The act cannot be written in a way in which it could be read. */
	| {readonly code: 'unwritable'}
	/** It cannot be read, locked or written; `why` is half a sentence, or a whole one of the lock. */
	| {
			readonly code: 'unavailable';
			readonly by: 'held' | 'lock' | 'no-log' | 'unusable';
			readonly why: string;
			readonly file: string;
	  }
	/** The act that was to be closed has an outcome, or the line that was to be set aside stands in the way of nothing. */
	| {readonly code: 'ended'; readonly line?: string; readonly file: string};
