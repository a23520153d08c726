/** What stands at a path. `unfit`: a folder, a pipe, a file that may not be read. `problem`: a sentence. */
export type SeenPath =
	| {readonly kind: 'file'; readonly path: string; readonly bytes: number}
	| {readonly kind: 'nothing' | 'unfit'; readonly problem: string};
