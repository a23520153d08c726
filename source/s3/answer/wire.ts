import type {ServiceInputTypes, ServiceOutputTypes} from '@aws-sdk/client-s3';
import {type HandlerExecutionContext, type Pluggable, SMITHY_CONTEXT_KEY} from '@smithy/types';
import type {Operation} from '../failure/operation.js';
import type {Pace} from '../pace/pace.js';
import {passThrough} from '../pace/pacing.js';
import type {Attempt, Exchange, Kept} from './exchange.js';
import type {ForeignAnswer} from './foreign-answer.js';
import {isRead} from './judge.js';
import {windowOf} from './leave-window.js';

/** Sits next to the socket, below the SDK's own reading and retrying: each attempt passes `exchange`. */
export function wirePlugin(
	exchange: Exchange,
	pace: Pace,
): Pluggable<ServiceInputTypes, ServiceOutputTypes> {
	return {
		applyToStack(stack) {
			const slotOf = passThrough(stack, pace, ({commandName}) => {
				const operation = operationOf(commandName);
				if (isRead(operation)) return {read: operation, waits: true};
				return {waits: operation === 'UploadPart'};
			});
			/** By the context of the command. */
			const keptOf = new WeakMap<object, Kept>();
			stack.add(
				(next, context) => async args => {
					const kept: Kept = {};
					keptOf.set(context, kept);
					return withKept(kept, async () => next(args));
				},
				{step: 'initialize', name: 'partwayKept'},
			);
			stack.add(
				(next, context) => args =>
					exchange(
						{
							operation: operationOf(context.commandName),
							input: args.input as Attempt['input'],
							request: args.request,
							slot: slotOf(context),
							leaves: windowOf(commandOf(context)),
						},
						keptOf.get(context) ?? {},
						() => next(args),
					),
				{step: 'deserialize', priority: 'low', name: 'partwayWire'},
			);
		},
	};
}

/** Adds what was kept of a request to what the SDK makes of its answer. */
export async function withKept<Result extends {output: {$metadata: object}}>(
	kept: Kept,
	request: () => Promise<Result>,
): Promise<Result> {
	try {
		const result = await request();
		const {leftAt, server, document, rows} = kept;
		Object.assign(result.output.$metadata, {leftAt, server, document, rows});
		return result;
	} catch (error) {
		if (error instanceof Error && kept.foreign !== undefined)
			foreignAnswers.set(error, kept.foreign);
		throw error;
	}
}

const foreignAnswers = new WeakMap<object, ForeignAnswer>();

/** What the answer was that led to an error, where no S3 service sends such; undefined for an error of S3. */
export function foreignAnswerOf(error: unknown): ForeignAnswer | undefined {
	return typeof error === 'object' && error !== null ? foreignAnswers.get(error) : undefined;
}

/** The gateway sends the commands of these operations alone. */
function operationOf(commandName: string | undefined): Operation {
	return (commandName ?? '').replace(/Command$/, '') as Operation;
}

/** The command that a context was made for. */
export function commandOf(context: HandlerExecutionContext): object {
	const {commandInstance} = context[SMITHY_CONTEXT_KEY] as {commandInstance: object};
	return commandInstance;
}
