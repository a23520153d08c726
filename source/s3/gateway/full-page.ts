/** What a page holds at most (S3 API reference, ListParts and ListMultipartUploads). */
const limit = 1000;

/** The least that another limit, which a service names, is taken for one. */
const leastNamed = 100;

/** Whether a page holds as many rows as one can, so that its saying that it is the last may be the cut of a limit. */
export function isFullPage(rows: number, named: number | undefined): boolean {
	return rows === limit || (rows >= leastNamed && rows === named);
}
