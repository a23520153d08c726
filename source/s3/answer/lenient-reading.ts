import type {S3Client} from '@aws-sdk/client-s3';
import {headerTime} from './written-dates.js';

/** What the SDK reads an answer with, as far as it is used here. */
type Reader = {
	readonly deserializer: {
		readonly codecDeserializer: {readSchema(schema: unknown, value: unknown): unknown};
		readonly stringDeserializer: {
			readHttpBinding(binding: Binding, value: string, location: number): unknown;
		};
	};
};

/** A schema, and what is known of it: its kind in the lowest eight bits. */
type Binding = readonly [schema: unknown, flags: number, ...unknown[]];

const timestampKinds = {first: 4, last: 7};

/**
 * Makes a client read what an answer holds in spite of what it holds besides. The SDK throws away the whole answer for
 * a date in another form, an element that comes twice or one with elements in it: here each of these costs nothing but
 * itself. Elements that say the same twice are read once, those that contradict each other say nothing; a
 * list that is called truncated once is. Measured against @aws-sdk/client-s3 3.1169.
 */
export function readLeniently(client: S3Client): void {
	const {codecDeserializer: elements, stringDeserializer: headers} = (
		client.config as unknown as {protocol: Reader}
	).protocol.deserializer;

	const readSchema = elements.readSchema.bind(elements);
	elements.readSchema = (schema, value) => {
		const read = attempt(() => readSchema(schema, value));
		if (!Array.isArray(value))
			return read === undefined && isElement(value)
				? attempt(() => readSchema(schema, value['#text']))
				: read;
		// A list is read as one. Of anything else there is one at most.
		return Array.isArray(read) ? read : agreed(value.map(one => elements.readSchema(schema, one)));
	};

	const readHttpBinding = headers.readHttpBinding.bind(headers);
	headers.readHttpBinding = (binding, value, location) => {
		const kind = binding[1] & 0xff;
		if (kind >= timestampKinds.first && kind <= timestampKinds.last) {
			const time = headerTime(value);
			return Number.isNaN(time) ? undefined : new Date(time);
		}
		const read = attempt(() => readHttpBinding(binding, value, location));
		return Number.isNaN(read) ? undefined : read;
	};
}

function attempt(read: () => unknown): unknown {
	try {
		return read();
	} catch {
		return undefined;
	}
}

function isElement(value: unknown): value is {readonly '#text'?: unknown} {
	return typeof value === 'object' && value !== null;
}

function agreed([first, ...others]: readonly unknown[]): unknown {
	if (typeof first === 'boolean') return first || others.includes(true);
	const text = JSON.stringify(first);
	return others.every(other => JSON.stringify(other) === text) ? first : undefined;
}
