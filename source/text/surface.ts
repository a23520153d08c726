/** Where a sentence is read: in the app, which has keys, or in the output of a command, which has options. */
export type Surface = 'app' | 'command';
