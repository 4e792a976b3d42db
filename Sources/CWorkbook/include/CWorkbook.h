#ifndef SANDAN_CWORKBOOK_H
#define SANDAN_CWORKBOOK_H

#include <stdint.h>

/* How the cells of a column are written. */
enum {
  SANDAN_COLUMN_TEXT = 0,
  SANDAN_COLUMN_LONG_TEXT = 1, /* broken into lines */
  SANDAN_COLUMN_NUMBER = 2,    /* whole numbers as such; anything else stays text */
  SANDAN_COLUMN_DATE = 3       /* 2026-11-23 as a date; anything else stays text */
};

/*
 * Everything a workbook holds, in flat arrays. A text is the place in `text` at which its bytes
 * begin, ended by a NUL; a negative place is an empty cell. Columns and cells of all sheets stand
 * one sheet behind the other, cells row by row.
 */
struct sandan_workbook {
  const char *text;
  int32_t sheets;
  const int64_t *names;        /* by sheet */
  const int32_t *column_counts;
  const int64_t *row_counts;   /* below the heading */
  const int32_t *is_form;      /* whether rows are to be added: lists for all of them, too */
  const int64_t *titles;       /* by column */
  const double *widths;        /* in characters */
  const int32_t *kinds;
  const int64_t *choices;      /* the range of a drop-down list, as =词典!$A$2:$A$9 */
  const int32_t *is_strict;    /* whether nothing but a choice may be entered */
  const int64_t *cells;
};

/*
 * The one entry: writes a workbook to `path`, with `folder` for the library's scratch files, and
 * frees everything. No cell is a formula. The same arrays give the same bytes. Returns 0, or the
 * error code of libxlsxwriter.
 */
int32_t sandan_workbook_write(
    const char *path, const char *folder, const struct sandan_workbook *workbook);

#endif
