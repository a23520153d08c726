/**
 * Loaded into the program before it starts: nothing of Intl can be made until the first frame is written. The first of
 * its objects takes Node 30 ms.
 */
const own = new Map(
	Object.entries(Object.getOwnPropertyDescriptors(Intl)).filter(([name]) => /^[A-Z]/.test(name)),
);
for (const name of own.keys())
	Intl[name] = class {
		constructor() {
			throw new Error(`Intl.${name} before the first frame`);
		}
	};

const {write} = process.stdout;
process.stdout.write = function (bytes, ...rest) {
	if (String(bytes).includes('partway')) {
		Object.defineProperties(Intl, Object.fromEntries(own));
		process.stdout.write = write;
	}
	return write.call(this, bytes, ...rest);
};
