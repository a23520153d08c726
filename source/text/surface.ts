/**
 * Where a sentence is read: in the app, which has keys, or in the output of a command, which has options.
 * The log is none: it holds codes and facts, and never a sentence of ours.
 */
export type Surface = 'app' | 'command';
