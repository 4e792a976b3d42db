#ifndef SANDAN_CLIBRARYWORKBOOK_H
#define SANDAN_CLIBRARYWORKBOOK_H

#include <stdint.h>

/*
 * Writes a workbook of one sheet with libxlsxwriter, as our own writer never does: with numbers in
 * a format of the caller's. Rows of `cells` end with a line feed, cells with a tab or their row's
 * end; a cell that begins with # is the number behind it. Returns 0, or the library's error code.
 */
int32_t library_workbook_write(const char *path, const char *format, const char *cells);

#endif
