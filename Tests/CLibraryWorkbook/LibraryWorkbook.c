#include "CLibraryWorkbook.h"

#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

int32_t library_workbook_write(const char *path, const char *format, const char *cells) {
  lxw_workbook *book = workbook_new(path);
  char *copy = strdup(cells);
  if (!book || !copy) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
  lxw_format *shown = workbook_add_format(book);
  format_set_num_format(shown, format);
  lxw_error error = LXW_NO_ERROR;
  lxw_row_t row = 0;
  lxw_col_t column = 0;
  for (char *cell = copy; *cell && !error;) {
    size_t length = strcspn(cell, "\t\n");
    char end = cell[length];
    cell[length] = 0;
    if (*cell == '#')
      error = worksheet_write_number(sheet, row, column, atof(cell + 1), shown);
    else if (*cell)
      error = worksheet_write_string(sheet, row, column, cell, NULL);
    column++;
    if (end == '\n') {
      row++;
      column = 0;
    }
    cell += length + (end ? 1 : 0);
  }
  free(copy);
  lxw_error closed = workbook_close(book);
  return (int32_t)(error ? error : closed);
}
