type ReallyExit = (code: number) => never;

/**
 * Ends the process and runs nothing before, in whatever it is. Libraries put their own in the place of Node's
 * and would draw once more: this is the one that was there when the program began, so `cli.tsx` imports it first.
 */
export const exitAtOnce = (process as unknown as {reallyExit: ReallyExit}).reallyExit.bind(process);
