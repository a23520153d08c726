/** An upload, as the server and partway both name it. */
export type Target = {readonly key: string; readonly uploadId: string};

/** What happened in a simulated session, in its order; `at` is the world's time, in milliseconds since the epoch. */
export type Happened = {
	readonly at: number;
} /** First of all: whether the service does as If-None-Match and If-Match say. */ & (
	| {readonly what: 'world'; readonly conditions: boolean}
	// What the server did, whoever asked.
	| ({readonly what: 'begun'; readonly initiated: number} & Target)
	| ({readonly what: 'part'; readonly number: number; readonly landed: number} & Target)
	/** By a request of partway's, or another client's where there is none. */
	| ({readonly what: 'aborted'; readonly request?: number} & Target)
	| ({
			readonly what: 'completed';
			readonly etag: string;
			readonly replaced?: string;
			readonly request?: number;
	  } & Target)
	| {readonly what: 'object'; readonly key: string; readonly etag: string}
	// What went over the network, by its number.
	| ({
			readonly what: 'left';
			readonly request: number;
			readonly life: number;
			readonly operation: string;
			readonly conditional: boolean;
	  } & Target)
	/** What the server made of it, by its own clock; `server` is absent for what never arrived. */
	| {
			readonly what: 'served';
			readonly request: number;
			readonly server: number;
			readonly status: number;
			readonly code?: string;
			readonly etag?: string;
	  }
	/** Nothing of it will be served any more. */
	| {readonly what: 'dropped'; readonly request: number}
	/** The process has the answer. */
	| {readonly what: 'heard'; readonly request: number}
	// What partway wrote and said.
	/** A line of the journal is on the disk for certain. */
	| {readonly what: 'journal'; readonly line: string}
	| ({readonly what: 'pressed'; readonly life: number; readonly act: 'complete' | 'abort'} & Target)
	| {readonly what: 'pressed-many'; readonly life: number; readonly marked: readonly Target[]}
	/** A confirmation was shown for these, and agreed to. `everything`: all of the bucket, whatever begins meanwhile. */
	| {
			readonly what: 'agreed';
			readonly life: number;
			readonly act: 'complete' | 'abort';
			readonly targets: readonly (Target & {readonly alive: boolean})[];
			readonly everything: boolean;
			/** What it was agreed to replace. */
			readonly replaces?: string;
	  }
	| ({
			readonly what: 'said';
			readonly life: number;
			readonly act: 'complete' | 'abort';
			readonly kind: string;
			readonly etag?: string;
	  } & Target)
	| {
			readonly what: 'counted';
			readonly life: number;
			readonly run: number;
			readonly isEmptying: boolean;
			readonly gone: number;
			readonly total: number;
			readonly left: readonly (Target & {readonly kind: string})[];
			readonly ended: boolean;
	  }
	// What became of the processes.
	| {readonly what: 'started'; readonly life: number}
	/** The acts that it names as open; ids of the journal. */
	| {readonly what: 'told'; readonly life: number; readonly open: readonly string[]}
	/** It had a healthy disk and network, and time. */
	| {readonly what: 'rested'; readonly life: number}
	| {readonly what: 'killed'; readonly life: number}
	| {
			readonly what: 'ended';
			readonly life: number;
			readonly code: number;
			readonly leftOpen: readonly string[];
			readonly running: boolean;
	  }
	| {readonly what: 'crashed'; readonly life: number; readonly error: string}
);

/** A happening without its time. */
export type News = Happened extends infer H ? (H extends unknown ? Omit<H, 'at'> : never) : never;
