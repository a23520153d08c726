/** Why the file of a run cannot be read or taken up. The message holds no text from outside but what it quotes as JSON. */
export class RunFileError extends Error {
	override readonly name = 'RunFileError';
}
