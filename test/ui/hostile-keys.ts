/** Keys that terminals, tables and eyes get wrong; the last two are longer than any row. */
export const hostileKeys = [
	'a/写真/二〇二六年/富士山の夜明け.mov',
	'b/🎬 rushes 👩‍🔬/take-07.mov',
	'c/\u001b[2J\u001b[1;31mescape\u001b]0;title\u0007\u001b]52;c;aGk=\u0007.bin',
	'd/invoice-\u202efdp.exe',
	'e/line one\nline two\r\tand a tab.csv',
	'f/e\u0301 zero\u200bwidth \u00a0 ',
	'g/שלום עולם.tar',
	`h/${'鍵'.repeat(300)}`,
	`i/${'deep/'.repeat(190)}end`,
];
