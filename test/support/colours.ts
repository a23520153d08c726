// Ink's colours are decided when it is imported, and no test runs on a terminal: import this first.
process.env['FORCE_COLOR'] ??= '1';
