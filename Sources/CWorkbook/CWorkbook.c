#include "CWorkbook.h"

#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

/* Rows for which a form has formats and lists: a county's year, and no burden to a program. */
enum { FORM_ROWS = 20000 };

struct formats {
  lxw_format *heading;
  lxw_format *by_kind[4];
};

static const char *text_at(const struct sandan_workbook *w, int64_t place) {
  return place < 0 ? NULL : w->text + place;
}

static int is_digits(const char *text, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (text[i] < '0' || text[i] > '9') return 0;
  return count > 0;
}

static int is_date(const char *text) {
  return strlen(text) == 10 && is_digits(text, 4) && text[4] == '-' && is_digits(text + 5, 2)
      && text[7] == '-' && is_digits(text + 8, 2);
}

static lxw_error write_cell(
    lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text, int32_t kind,
    const struct formats *formats) {
  lxw_format *format = formats->by_kind[kind];
  size_t length = strlen(text);
  if (kind == SANDAN_COLUMN_NUMBER && length <= 15 && is_digits(text, length))
    return worksheet_write_number(sheet, row, column, (double)atoll(text), format);
  if (kind == SANDAN_COLUMN_DATE && is_date(text)) {
    lxw_datetime day = {atoi(text), atoi(text + 5), atoi(text + 8), 0, 0, 0};
    return worksheet_write_datetime(sheet, row, column, &day, format);
  }
  return worksheet_write_string(sheet, row, column, text, format);
}

static lxw_error set_columns(
    lxw_worksheet *sheet, const struct sandan_workbook *w, int32_t first, int32_t count,
    int64_t rows, const struct formats *formats) {
  lxw_error error = LXW_NO_ERROR;
  for (int32_t i = 0; i < count && !error; i++) {
    int32_t column = first + i;
    lxw_col_t place = (lxw_col_t)i;
    error = worksheet_set_column(
        sheet, place, place, w->widths[column], formats->by_kind[w->kinds[column]]);
    const char *choices = text_at(w, w->choices[column]);
    if (!error && rows > 0 && choices) {
      lxw_data_validation list = {0};
      list.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      list.value_formula = (char *)choices;
      list.show_error = w->is_strict[column] ? LXW_VALIDATION_ON : LXW_VALIDATION_OFF;
      error = worksheet_data_validation_range(sheet, 1, place, (lxw_row_t)rows, place, &list);
    }
    if (!error)
      error = worksheet_write_string(
          sheet, 0, place, text_at(w, w->titles[column]), formats->heading);
  }
  return error;
}

static void lay_out(lxw_worksheet *sheet, int32_t columns, int64_t rows, int is_form) {
  worksheet_freeze_panes(sheet, 1, 1);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9); /* A4 */
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 0, 0);
  worksheet_set_footer(sheet, "&C&P / &N");
  /* Digits kept as text are meant so. */
  worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
  if (!is_form && rows > 0)
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(columns - 1));
}

static lxw_error write_sheets(lxw_workbook *book, const struct sandan_workbook *w) {
  struct formats formats;
  formats.heading = workbook_add_format(book);
  format_set_bold(formats.heading);
  format_set_bg_color(formats.heading, 0xDCE6F1);
  format_set_bottom(formats.heading, LXW_BORDER_THIN);
  format_set_align(formats.heading, LXW_ALIGN_VERTICAL_CENTER);
  for (int32_t kind = 0; kind < 4; kind++) {
    formats.by_kind[kind] = workbook_add_format(book);
    format_set_align(formats.by_kind[kind], LXW_ALIGN_VERTICAL_TOP);
  }
  format_set_num_format(formats.by_kind[SANDAN_COLUMN_TEXT], "@");
  format_set_num_format(formats.by_kind[SANDAN_COLUMN_LONG_TEXT], "@");
  format_set_text_wrap(formats.by_kind[SANDAN_COLUMN_LONG_TEXT]);
  format_set_num_format(formats.by_kind[SANDAN_COLUMN_DATE], "yyyy\\-mm\\-dd");
  int32_t column = 0;
  const int64_t *cell = w->cells;
  lxw_error error = LXW_NO_ERROR;
  for (int32_t i = 0; i < w->sheets; i++) {
    int32_t columns = w->column_counts[i];
    lxw_worksheet *sheet = workbook_add_worksheet(book, text_at(w, w->names[i]));
    if (!sheet) return LXW_ERROR_MEMORY_MALLOC_FAILED;
    lay_out(sheet, columns, w->row_counts[i], w->is_form[i]);
    int64_t listed = w->is_form[i] ? FORM_ROWS : w->row_counts[i];
    error = set_columns(sheet, w, column, columns, listed, &formats);
    for (int64_t row = 0; row < w->row_counts[i]; row++)
      for (int32_t j = 0; j < columns && !error; j++, cell++) {
        const char *text = text_at(w, *cell);
        if (text && *text)
          error = write_cell(
              sheet, (lxw_row_t)(row + 1), (lxw_col_t)j, text, w->kinds[column + j], &formats);
      }
    if (error) return error;
    column += columns;
  }
  return error;
}

int32_t sandan_workbook_write(
    const char *path, const char *folder, const struct sandan_workbook *workbook) {
  /* With rows written as they come, memory does not grow with them. */
  lxw_workbook_options options = {0};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = (char *)folder;
  lxw_workbook *book = workbook_new_opt(path, &options);
  if (!book) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  lxw_doc_properties properties = {0};
  /* Else the clock would be in the file: 2000-01-01 00:00 UTC. */
  properties.created = 946684800;
  lxw_error error = workbook_set_properties(book, &properties);
  if (!error) error = write_sheets(book, workbook);
  /* Closing frees the workbook, whether or not it could be written. */
  lxw_error closed = workbook_close(book);
  return (int32_t)(error ? error : closed);
}
