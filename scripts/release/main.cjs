// Stands below loader.cjs in the executable.
// What partway would have Node keep in the folder of the user is in the executable.
const before = process.env.NODE_DISABLE_COMPILE_CACHE;
process.env.NODE_DISABLE_COMPILE_CACHE = '1';
load(join(folder, 'cli.js'), cachedDataVersionTag());
if (before === undefined) delete process.env.NODE_DISABLE_COMPILE_CACHE;
else process.env.NODE_DISABLE_COMPILE_CACHE = before;
